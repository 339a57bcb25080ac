package org.reformatted.experiments.cli;

import java.util.concurrent.Callable;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.input.TrainingPreview;
import org.reformatted.realign.config.BoundConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows training examples as the model sees them. */
@Command(
        name = "tokens",
        mixinStandardHelpOptions = true,
        description =
                "Shows the first training examples token by token; supervised tokens are in colour (on a terminal) or"
                        + " marked.",
        footer = {"", "Example:", "  scripts/harness tokens finetune.yaml --show 3"})
final class TokensCommand implements Callable<Integer> {
    @Mixin
    SftOptions sft = new SftOptions();

    @Option(names = "--show", paramLabel = "N", description = "Number of examples (default: ${DEFAULT-VALUE}).")
    int show = 3;

    @Override
    public Integer call() {
        BoundConfig<SftConfig> bound = sft.load();
        boolean colour = Boolean.getBoolean("harness.terminal.out");
        TrainingPreview.show(sft.config(bound), sft.inputs(bound), show, colour)
                .forEach((colour ? TerminalStreams.rawOut() : System.out)::println);
        return 0;
    }
}
