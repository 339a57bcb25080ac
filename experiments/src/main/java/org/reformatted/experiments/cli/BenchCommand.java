package org.reformatted.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.reformatted.finetune.bench.FinetuneBench;
import org.reformatted.finetune.bench.GenerationRound;
import org.reformatted.finetune.bench.GpuBench;
import org.reformatted.finetune.bench.MemoryBench;
import org.reformatted.finetune.generate.GenerationOptions;
import org.reformatted.finetune.generate.TextGenerator;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.train.TrainingTrial;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.base.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the speed of the engine; {@code scripts/bench} runs this command. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures how fast the engine trains and decodes, compared with what the machine can do.",
        subcommands = {
            BenchCommand.Finetune.class,
            BenchCommand.Generation.class,
            BenchCommand.Memory.class,
            BenchCommand.Gpu.class
        },
        footer = {"", "Example:", "  scripts/harness bench finetune"})
final class BenchCommand {
    private BenchCommand() {}

    private static void progress(String what) {
        System.err.println("bench: " + what);
    }

    /** Options of the measurements of the processor and of a graphics device. */
    static final class Size {
        @Option(
                names = "--rounds",
                paramLabel = "N",
                description = "Number of timed steps (default: ${DEFAULT-VALUE}).")
        int rounds = 9;

        @Option(
                names = "--small",
                description = "Use tiny models, to check that everything runs; the figures have no meaning.")
        boolean small;

        @Spec(Spec.Target.MIXEE)
        CommandSpec spec = CommandSpec.create();

        void check() {
            if (rounds < 1) {
                throw new ParameterException(spec.commandLine(), "--rounds (" + rounds + ") must be positive");
            }
        }
    }

    /** Measures the processor. */
    @Command(
            name = "finetune",
            mixinStandardHelpOptions = true,
            description = "Prints one table: matrix products, training, the same step with DJL's operators and with"
                    + " Python's PyTorch where that is installed, decoding with batches of 1 and 64.",
            footer = {"", "Example:", "  scripts/bench finetune --model ../shared/models/stories260K"})
    static final class Finetune implements Callable<Integer> {
        @Mixin
        Size size = new Size();

        @Option(names = "--threads", paramLabel = "N", description = "Cores to use (default: all).")
        int threads = Runtime.getRuntime().availableProcessors();

        @Option(names = "--model", paramLabel = "DIR", description = "A Hugging Face folder to decode with as well.")
        @Nullable
        Path model;

        @Override
        public Integer call() {
            size.check();
            if (threads < 1) {
                throw new ParameterException(size.spec.commandLine(), "--threads (" + threads + ") must be positive");
            }
            if (model != null && !Files.isDirectory(model)) {
                throw new ParameterException(size.spec.commandLine(), "--model (" + model + ") is not a folder");
            }
            FinetuneBench bench = new FinetuneBench(
                    threads, size.rounds, size.small, FinetuneBench.PYTHONS, FinetuneBench.installedNodeModules());
            System.out.print(bench.table(Optional.ofNullable(model), BenchCommand::progress));
            return 0;
        }
    }

    /** Measures the generation of one batch, for {@code scripts/bench peers}. */
    @Command(
            name = "generation",
            mixinStandardHelpOptions = true,
            description = "Prints one line of JSON: the wall-clock time and the processor time of a batch of greedy"
                    + " continuations, without the time for the prompts.",
            footer = {"", "Example:", "  scripts/bench generation --model DIR --batch-rows 8 --max-new-tokens 32"})
    static final class Generation implements Callable<Integer> {
        @Option(names = "--model", required = true, paramLabel = "DIR", description = "A Hugging Face folder.")
        Path model = Path.of("");

        @Option(
                names = "--prompt",
                paramLabel = "TEXT",
                description = "The text to continue (default: ${DEFAULT-VALUE}).")
        String prompt = "Once upon a time";

        @Option(
                names = "--max-new-tokens",
                paramLabel = "N",
                description = "New tokens of each continuation (default: ${DEFAULT-VALUE}).")
        int newTokens = 32;

        @Mixin
        DeviceOptions device = new DeviceOptions();

        @Spec
        CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            if (newTokens < 1) {
                throw new ParameterException(
                        spec.commandLine(), "--max-new-tokens (" + newTokens + ") must be positive");
            }
            GenerationOptions options =
                    GenerationOptions.of(device.device, device.threads, device.batchRows, NumberType.FLOAT32);
            try (TextGenerator generator = TextGenerator.open(model, options)) {
                GenerationRound round =
                        GenerationRound.measure(generator, Collections.nCopies(device.batchRows, prompt), newTokens);
                System.out.println(Json.line(round));
            }
            return 0;
        }
    }

    /** Compares the planned memory with the measured memory. */
    @Command(
            name = "memory",
            mixinStandardHelpOptions = true,
            description = "Prints one line of JSON: the memory planned for a model with random weights on the"
                    + " processor, and the peak memory of this process.",
            footer = {"", "Example:", "  scripts/bench memory --work lora --shape 7B --layers 8 --precision bfloat16"})
    static final class Memory implements Callable<Integer> {
        @Option(names = "--work", paramLabel = "KIND", description = "lora, full or generation (default: lora).")
        MemoryBench.MemoryWork work = MemoryBench.MemoryWork.LORA;

        @Option(names = "--shape", paramLabel = "SIZE", description = "1.1B, 7B or 13B (default: ${DEFAULT-VALUE}).")
        String shape = "1.1B";

        @Option(names = "--layers", paramLabel = "N", description = "Layers of the model (default: all).")
        @Nullable
        Integer layers;

        @Option(
                names = "--precision",
                paramLabel = "TYPE",
                description = "float32 or bfloat16 (default: ${DEFAULT-VALUE}).")
        SftConfig.Precision precision = SftConfig.Precision.FLOAT32;

        @Option(
                names = "--rows",
                paramLabel = "N",
                description = "Rows in a batch, or answers generated at a time (default: ${DEFAULT-VALUE}).")
        int rows = 1;

        @Option(
                names = "--length",
                paramLabel = "N",
                description = "Tokens of a row, or of an answer with its prompt (default: ${DEFAULT-VALUE}).")
        int length = 512;

        @Option(names = "--kept", paramLabel = "N", description = "Layers that keep their activations (default: all).")
        int kept = TrainingTrial.Work.ALL;

        @Option(names = "--threads", paramLabel = "N", description = "Cores to use (default: all).")
        int threads = Runtime.getRuntime().availableProcessors();

        @Spec
        CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            try {
                LlamaConfig size = MemoryBench.shape(shape);
                int wanted = layers == null ? size.layers() : layers;
                MemoryBench bench = new MemoryBench(work, size, wanted, precision, rows, length, kept);
                System.out.println(Json.line(bench.measure(threads)));
                return 0;
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }
    }

    /** Measures a graphics device. */
    @Command(
            name = "gpu",
            mixinStandardHelpOptions = true,
            description = "Prints one line of JSON for each step: parity with the processor, the time of a layer,"
                    + " finetuning of models with the shapes of LLaMA-2 7B and 13B in bfloat16 at 4,096 tokens, and"
                    + " decoding.",
            footer = {"", "Examples:", "  scripts/bench gpu --device gpu", "  scripts/bench gpu --small"})
    static final class Gpu implements Callable<Integer> {
        @Mixin
        Size size = new Size();

        @Option(
                names = "--device",
                paramLabel = "NAME",
                description = "gpu, gpu1 or, with --small, cpu (default: gpu; with --small cpu where there is no gpu).")
        @Nullable
        String device;

        @Option(names = "--model", paramLabel = "DIR", description = "A Hugging Face folder to check parity with.")
        @Nullable
        Path model;

        @Override
        public Integer call() {
            size.check();
            if (!size.small && "cpu".equals(device)) {
                throw new ParameterException(
                        size.spec.commandLine(), "--device (cpu) is too slow for models of this size; add --small");
            }
            if (model != null && !Files.isDirectory(model)) {
                throw new ParameterException(size.spec.commandLine(), "--model (" + model + ") is not a folder");
            }
            GpuBench.on(
                            device(device, size.small, Torch::graphicsDevices),
                            size.rounds,
                            size.small,
                            Optional.ofNullable(model))
                    .run(System.out::println);
            return 0;
        }

        /** The named device. Without a name it is the graphics device, or the processor when {@code small} is set and there is no graphics device. */
        static String device(@Nullable String named, boolean small, IntSupplier found) {
            return named != null ? named : small && found.getAsInt() == 0 ? "cpu" : "gpu";
        }
    }
}
