package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.reformatted.experiments.miniature.BasePretraining;
import org.reformatted.finetune.train.SftRuntime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates the quickstart's base model again. */
@Command(
        name = "quickstart-base",
        mixinStandardHelpOptions = true,
        description = "Pretrains the quickstart's base model from random weights on generated text (10 to 30 minutes on"
                + " a CPU); the project ships the result as experiments/models/quickstart-base.",
        footer = {
            "",
            "Example:",
            "  scripts/harness quickstart-base experiments/configs/quickstart-base.yaml --threads 1 --out"
                    + " runs/quickstart-base"
        })
final class QuickstartBaseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG", description = "The config of the pretraining.")
    Path config = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the results.")
    Path out = Path.of("");

    @Mixin
    DeviceOptions device = new DeviceOptions();

    @Override
    public Integer call() {
        ExperimentOptions.requireFile(config);
        BasePretraining.Course course =
                ConfigFiles.load(config, null, BasePretraining.Course.class).value();
        try (StopNotice notice = StopNotice.show(
                "the last saved state is kept in " + out + "; run the same command again to continue from it")) {
            System.out.println(BasePretraining.run(
                    course, SftRuntime.of(device.device, device.threads), out, TerminalProgress.onStandardError()));
        }
        return 0;
    }
}
