package org.reformatted.finetune.kernel;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The three number types of checkpoints, each with PyTorch's code (c10/core/ScalarType.h). */
public enum NumberType {
    /** IEEE single precision. */
    FLOAT32("F32", 4, 6, "float32"),
    /** IEEE half precision. */
    FLOAT16("F16", 2, 5, "float16"),
    /** The upper half of single precision. */
    BFLOAT16("BF16", 2, 15, "bfloat16");

    private final String dtype;
    private final int bytes;
    private final int code;
    private final String torchName;

    NumberType(String dtype, int bytes, int code, String torchName) {
        this.dtype = dtype;
        this.bytes = bytes;
        this.code = code;
        this.torchName = torchName;
    }

    /**
     * Finds a type by its name in a safetensors header.
     *
     * @param dtype such as {@code BF16}
     * @return the type; empty for an unsupported type
     */
    public static Optional<NumberType> named(String dtype) {
        return Arrays.stream(values()).filter(type -> type.dtype.equals(dtype)).findFirst();
    }

    /**
     * Finds a tensor's type. DJL reports PyTorch's bfloat16 as unknown.
     *
     * @param array a tensor of one of the three types
     * @return its type
     */
    public static NumberType of(NDArray array) {
        return switch (array.getDataType()) {
            case FLOAT32 -> FLOAT32;
            case FLOAT16 -> FLOAT16;
            case UNKNOWN -> BFLOAT16;
            default -> throw new IllegalArgumentException("a tensor of " + array.getDataType() + " cannot be a weight");
        };
    }

    /**
     * The names of all types in a safetensors header.
     *
     * @return the names
     */
    public static List<String> names() {
        return Arrays.stream(values()).map(NumberType::dtype).toList();
    }

    /**
     * The name in a safetensors header.
     *
     * @return such as {@code BF16}
     */
    public String dtype() {
        return dtype;
    }

    /**
     * The size of a number.
     *
     * @return bytes
     */
    public int bytes() {
        return bytes;
    }

    /**
     * PyTorch's code, an argument of scripts.
     *
     * @return such as 15
     */
    public int code() {
        return code;
    }

    /**
     * The name in {@code torch_dtype} of a config.json.
     *
     * @return such as {@code bfloat16}
     */
    public String torchName() {
        return torchName;
    }
}
