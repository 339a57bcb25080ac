package org.reformatted.finetune.kernel;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A TorchScript class whose source is a resource file, loaded into libtorch. A call of one of its methods is one native call, even if the method has
 * many operators. Arguments are tensors, lists of tensors and, without gradients, numbers.
 *
 * <p>The source may contain slots such as {@code {heads}}. Constants of a model replace them as literals when the source is loaded.
 */
public final class Kernel implements AutoCloseable {
    private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

    private final PtSymbolBlock block;

    private Kernel(PtSymbolBlock block) {
        this.block = block;
    }

    /**
     * Loads a kernel from the resources of this package.
     *
     * @param manager a manager of the PyTorch engine, on whose device the kernel runs
     * @param constants values of the slots
     * @param names names of the resources without their extension, such as {@code "llama"}; their methods may call each other
     * @return the kernel, closed by the caller
     */
    public static Kernel load(NDManager manager, Map<String, Object> constants, String... names) {
        String source = Arrays.stream(names).map(Kernel::source).collect(Collectors.joining("\n"));
        return compile(manager, fill(source, constants));
    }

    /**
     * Loads a kernel from its source text.
     *
     * @param manager a manager of the PyTorch engine
     * @param source the methods of the class, in TorchScript's serialised Python, indented by two spaces
     * @return the kernel, closed by the caller
     */
    public static Kernel compile(NDManager manager, String source) {
        String module = "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n" + source;
        try (InputStream archive = new ByteArrayInputStream(ScriptArchive.pack(module))) {
            return new Kernel(JniUtils.loadModule((PtNDManager) manager, archive, false, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether the engine supports the operators of a script.
     *
     * @param source the methods of the class, as for {@link #compile}
     * @return false when the script uses an operator or an argument that this version of the engine lacks
     */
    public static boolean compiles(String source) {
        return KNOWN.computeIfAbsent(source, unknown -> {
            try (NDManager scope = Torch.host().newSubManager();
                    Kernel kernel = compile(scope, unknown)) {
                return true;
            } catch (EngineException e) {
                return false;
            }
        });
    }

    /**
     * Calls a method and records the graph that backward needs.
     *
     * @param manager owns the results
     * @param method the method's name
     * @param arguments {@link NDArray} or {@code List<NDArray>}, in the method's order; the first is a tensor
     * @return the tensors it returns
     */
    public NDList record(NDManager manager, String method, Object... arguments) {
        return call(manager, method, true, arguments);
    }

    /**
     * Calls a method without recording. Its results may be arguments of a recorded call; the results of {@link #run} may not.
     *
     * @param manager owns the results
     * @param method the method's name
     * @param arguments {@link NDArray} or {@code List<NDArray>}, in the method's order; the first is a tensor
     * @return the tensors it returns
     */
    public NDList apply(NDManager manager, String method, Object... arguments) {
        return call(manager, method, false, arguments);
    }

    /**
     * Calls a method in inference mode, which is the fastest.
     *
     * @param manager owns the results
     * @param method the method's name
     * @param arguments {@link NDArray}, {@code List<NDArray>}, {@link Long}, {@link Double} or {@link Boolean}, in the method's order
     * @return the tensors it returns; empty for a method that returns none
     */
    public NDList run(NDManager manager, String method, Object... arguments) {
        IValue[] values = new IValue[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(arguments[i]);
        }
        try (IValue result = IValueUtils.runMethod(block, method, values)) {
            return result.isTensor() || result.isTensorList() || result.isTuple()
                    ? result.toNDList((PtNDManager) manager)
                    : new NDList();
        } finally {
            for (IValue value : values) {
                value.close();
            }
        }
    }

    /** DJL reads the method's name from the name of a tensor. This tensor is on the processor, since a copy to a graphics device would wait. */
    private NDList call(NDManager manager, String method, boolean gradients, Object... arguments) {
        NDList inputs = new NDList();
        try (NDManager names = Torch.host().newSubManager()) {
            NDArray name = names.create(0);
            name.setName("module_method:" + method);
            inputs.add(name);
            for (int i = 0; i < arguments.length; i++) {
                add(inputs, arguments[i], "a" + i);
            }
            NDList outputs = forward(inputs, gradients);
            outputs.attach(manager);
            return outputs;
        }
    }

    /** Grad mode belongs to the thread, and DJL leaves it off: it is set for this call only. */
    private NDList forward(NDList inputs, boolean gradients) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(gradients);
        try {
            return IValueUtils.forward(block, inputs, true);
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    private static void add(NDList inputs, Object argument, String name) {
        if (argument instanceof NDArray array) {
            array.setName(name);
            inputs.add(array);
        } else if (argument instanceof List<?> list) {
            for (Object element : list) {
                add(inputs, element, name + "[]");
            }
        } else {
            throw new IllegalArgumentException("a recorded call takes tensors and lists of them, not " + argument);
        }
    }

    private static IValue value(Object argument) {
        if (argument instanceof PtNDArray array) {
            return IValue.from(array);
        } else if (argument instanceof Long number) {
            return IValue.from(number);
        } else if (argument instanceof Double number) {
            return IValue.from(number);
        } else if (argument instanceof Boolean flag) {
            return IValue.from(flag);
        } else if (argument instanceof List<?> list) {
            List<PtNDArray> arrays = new ArrayList<>();
            list.forEach(element -> arrays.add((PtNDArray) element));
            return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
        }
        throw new IllegalArgumentException("a call takes tensors, lists of them and numbers, not " + argument);
    }

    private static String fill(String source, Map<String, Object> constants) {
        String filled = source;
        for (Map.Entry<String, Object> constant : constants.entrySet()) {
            filled = filled.replace(
                    "{" + constant.getKey() + "}", constant.getValue().toString());
        }
        if (filled.indexOf('{') >= 0) {
            throw new IllegalArgumentException(
                    "a slot of the kernel has no value: " + filled.substring(filled.indexOf('{')));
        }
        return filled;
    }

    private static String source(String name) {
        String resource = name + ".torchscript";
        try (InputStream in = Kernel.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no kernel named " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        block.close();
    }
}
