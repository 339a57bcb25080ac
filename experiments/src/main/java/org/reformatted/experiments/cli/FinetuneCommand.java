package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reformatted.finetune.job.ExternalTraining;
import org.reformatted.finetune.train.SftRuntime;
import org.reformatted.finetune.train.SftSummary;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.realign.config.BoundConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finetunes a model, with a separate config or with the {@code finetune:} part of an experiment's config. */
@Command(
        name = "finetune",
        mixinStandardHelpOptions = true,
        description = "Finetunes a model: writes checkpoint/ (a Hugging Face folder) and metrics.jsonl. Run again, it"
                + " continues where it stopped. With trainer: in the config it writes a job for that trainer"
                + " into DIR/job, ends with exit code 3, and imports the results when run again.",
        footer = {"", "Example:", "  scripts/harness finetune finetune.yaml --out finetuned"})
final class FinetuneCommand implements Callable<Integer> {
    @Mixin
    SftOptions sft = new SftOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the results.")
    Path out = Path.of("");

    @Mixin
    DeviceOptions device = new DeviceOptions();

    @Override
    public Integer call() {
        BoundConfig<SftConfig> bound = sft.load();
        SftInputs inputs = sft.inputs(bound);
        SftRuntime runtime = SftRuntime.of(device.device, device.threads);
        SftSummary summary = train(bound, inputs, runtime);
        System.err.printf(
                Locale.ROOT,
                "%d steps on %d examples; loss %.4f -> %.4f%n",
                summary.steps(),
                summary.examples(),
                summary.firstLoss(),
                summary.lastLoss());
        System.out.println(out.resolve("checkpoint"));
        return 0;
    }

    private SftSummary train(BoundConfig<SftConfig> bound, SftInputs inputs, SftRuntime runtime) {
        try (StopNotice notice = StopNotice.show(
                "the last saved state is kept in " + out + "; run the same command again to continue from it")) {
            return ExternalTraining.run(sft.config(bound), inputs, runtime, out, TerminalProgress.onStandardError());
        }
    }
}
