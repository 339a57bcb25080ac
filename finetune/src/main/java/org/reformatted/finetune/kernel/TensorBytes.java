package org.reformatted.finetune.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Converts between bytes and tensors of any number type. DJL's arrays have no bfloat16, so such tensors are passed to DJL as bytes. Also changes
 * tensors in place.
 */
public final class TensorBytes implements AutoCloseable {
    private final NDManager manager;
    private final Kernel kernel;

    /**
     * Loads the kernel.
     *
     * @param parent gives the device
     */
    public TensorBytes(NDManager parent) {
        manager = parent.newSubManager();
        kernel = Kernel.load(manager, Map.of(), "tensors");
    }

    /**
     * Creates a tensor from bytes.
     *
     * @param owner owns the tensor
     * @param bytes direct, little-endian, row by row
     * @param stored the number type of the bytes
     * @param wanted the tensor's type
     * @param shape the tensor's dimensions
     * @return the tensor, with its own memory
     */
    public NDArray decode(NDManager owner, ByteBuffer bytes, NumberType stored, NumberType wanted, Shape shape) {
        try (NDManager scope = owner.newSubManager()) {
            NDArray raw = scope.create(bytes, new Shape(bytes.remaining()), DataType.UINT8);
            NDArray flat = kernel.apply(scope, "decode", raw, code(scope, stored), code(scope, wanted))
                    .get(0);
            NDArray shaped = flat.reshape(shape);
            shaped.attach(owner);
            return shaped;
        }
    }

    /**
     * Overwrites a tensor.
     *
     * @param target a tensor of any type, changed in place
     * @param bytes direct, little-endian, row by row, as many numbers as the tensor has
     * @param stored the number type of the bytes
     */
    public void decodeInto(NDArray target, ByteBuffer bytes, NumberType stored) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray raw = scope.create(bytes, new Shape(bytes.remaining()), DataType.UINT8);
            kernel.apply(scope, "overwrite", target, raw, code(scope, stored));
        }
    }

    /**
     * Returns a tensor's bytes.
     *
     * @param array a tensor of any type
     * @param stored the number type of the bytes
     * @return a direct, little-endian buffer, row by row
     */
    public ByteBuffer encode(NDArray array, NumberType stored) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray raw =
                    kernel.apply(scope, "encode", array, code(scope, stored)).get(0);
            return raw.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /**
     * Copies a tensor and converts its type.
     *
     * @param owner owns the copy
     * @param array a tensor of any type
     * @param wanted the type of the copy
     * @return the copy, detached from the graph
     */
    public NDArray convert(NDManager owner, NDArray array, NumberType wanted) {
        try (NDManager scope = owner.newSubManager()) {
            return kernel.apply(owner, "convert", array, code(scope, wanted)).get(0);
        }
    }

    /**
     * Merges an adapter into its matrix in place: W becomes W + scale * B A, computed in float32 and rounded once.
     *
     * @param target the matrix, (O, I), of any type
     * @param b (O, R)
     * @param a (R, I)
     * @param scale factor of the product
     */
    public void merge(NDArray target, NDArray b, NDArray a, double scale) {
        try (NDManager scope = manager.newSubManager()) {
            merge(target, b, a, scale, scope.create(new Shape(0)), 0);
        }
    }

    /**
     * Merges an adapter that sets the lengths of the rows (DoRA), or that was initialised with a part of the matrix.
     *
     * @param target the matrix, (O, I), of any type
     * @param b (O, R)
     * @param a (R, I)
     * @param scale factor of the product
     * @param lengths of the rows of the result, (O), or empty if they are not set
     * @param start the part that is subtracted from the matrix first: 0 nothing, 1 the part of its R largest singular values, 2 scale times the
     *     product of the first R columns of Q and the first R rows of R, of its QR decomposition
     */
    public void merge(NDArray target, NDArray b, NDArray a, double scale, NDArray lengths, int start) {
        try (NDManager scope = manager.newSubManager()) {
            kernel.apply(
                    scope, "merge", target, b, a, scope.create((float) scale), lengths, scope.create((long) start));
        }
    }

    /**
     * Overwrites rows of a table.
     *
     * @param target the table, (V, D), of any type
     * @param rows indices of the rows
     * @param numbers the new rows, (rows, D)
     */
    public void putRows(NDArray target, long[] rows, NDArray numbers) {
        try (NDManager scope = manager.newSubManager()) {
            kernel.apply(scope, "put_rows", target, scope.create(rows), numbers);
        }
    }

    /**
     * Returns a view of the last rows of a table, which can be changed in place.
     *
     * @param owner owns the view
     * @param table (V, D), of any type
     * @param first the first of the rows
     * @return rows {@code first} to V - 1, in the table's memory
     */
    public NDArray rowsFrom(NDManager owner, NDArray table, long first) {
        return kernel.apply(owner, "rows_from", table, HostTransfer.createOnHost(owner, first))
                .get(0);
    }

    /**
     * Adds a multiple of another tensor in place, computed in float32 and rounded once.
     *
     * @param target of any type
     * @param added of the same shape
     * @param scale factor of {@code added}
     */
    public void add(NDArray target, NDArray added, double scale) {
        try (NDManager scope = manager.newSubManager()) {
            kernel.apply(scope, "add_scaled", target, added, scope.create((float) scale));
        }
    }

    /**
     * Transposes a matrix.
     *
     * @param owner owns the result
     * @param matrix (O, I)
     * @return (I, O)
     */
    public NDArray transposed(NDManager owner, NDArray matrix) {
        return kernel.apply(owner, "transposed", matrix).get(0);
    }

    /**
     * Appends rows to a table of embeddings. Each new row is the mean of the existing rows, so that the new tokens change the model's predictions
     * least.
     *
     * @param owner owns the result
     * @param table the embedding or the head, (V, D)
     * @param rows how many rows to append
     * @return the longer table, (V + rows, D), of the same type
     */
    public NDArray grow(NDManager owner, NDArray table, int rows) {
        try (NDManager scope = owner.newSubManager()) {
            return kernel.apply(owner, "grow", table, scope.create((long) rows)).get(0);
        }
    }

    /**
     * Draws a normally distributed matrix with PyTorch's generator on the device.
     *
     * @param owner owns the result
     * @param shape two dimensions
     * @param deviation the standard deviation; the mean is 0
     * @param type of the numbers
     * @return the matrix
     */
    public NDArray normal(NDManager owner, Shape shape, double deviation, NumberType type) {
        try (NDManager scope = owner.newSubManager()) {
            return kernel.apply(
                            owner,
                            "normal",
                            scope.create(shape.get(0)),
                            scope.create(shape.get(1)),
                            code(scope, type),
                            scope.create((float) deviation))
                    .get(0);
        }
    }

    /**
     * Stores a matrix column by column; the argument is closed.
     *
     * @param owner owns the result
     * @param matrix two dimensions
     * @return the same matrix in another memory order
     */
    public NDArray byColumns(NDManager owner, NDArray matrix) {
        NDArray turned = kernel.apply(owner, "by_columns", matrix).get(0);
        matrix.close();
        return turned;
    }

    private static NDArray code(NDManager scope, NumberType type) {
        return scope.create((long) type.code());
    }

    @Override
    public void close() {
        kernel.close();
        manager.close();
    }
}
