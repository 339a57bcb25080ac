package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.export.Exports;
import org.reformatted.eval.run.EvalResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes an evaluation as another project's files. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "Writes an evaluation as files that other projects' tools read: lm-evaluation-harness' results and samples, AlpacaEval's"
                        + " model outputs, FastChat's model answers.",
        footer = {
            "",
            "Example:",
            "  scripts/harness export alpaca-eval --evaluation runs/NAME/evaluate-... --to model_outputs.json --name ours"
        })
final class ExportCommand implements Callable<Integer> {
    /** Whose files. */
    enum Format {
        LM_EVALUATION_HARNESS("lm-evaluation-harness"),
        ALPACA_EVAL("alpaca-eval"),
        FASTCHAT("fastchat");

        private final String shown;

        Format(String shown) {
            this.shown = shown;
        }

        @Override
        public String toString() {
            return shown;
        }
    }

    @Parameters(paramLabel = "FORMAT", description = "One of ${COMPLETION-CANDIDATES}.")
    Format format = Format.LM_EVALUATION_HARNESS;

    @Option(
            names = "--evaluation",
            required = true,
            paramLabel = "DIR",
            description = "An evaluation's folder, with predictions.jsonl and result.json.")
    Path evaluation = Path.of("");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PATH",
            description = "The file to write; for lm-evaluation-harness the folder.")
    Path to = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", description = "The model's name there (default: its identity).")
    @Nullable
    String name;

    @Override
    public Integer call() {
        String model = name == null ? EvalResult.read(evaluation).model() : name;
        Path predictions = evaluation.resolve("predictions.jsonl");
        switch (format) {
            case LM_EVALUATION_HARNESS -> Exports.lmEvaluationHarness(evaluation, model, to);
            case ALPACA_EVAL -> Exports.alpacaEval(predictions, model, to);
            case FASTCHAT -> Exports.fastChat(predictions, model, to);
        }
        System.out.println(to);
        return 0;
    }
}
