package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.export.Exports;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.experiments.report.MlflowFolder;
import org.reformatted.experiments.runs.RunArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes an experiment as one file or as an MLflow folder, or an evaluation in the file format of another project. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes an experiment's newest report and every artifact it was made from as one file, which \"harness"
                    + " import FILE\" unpacks and verifies on another machine; with --as mlflow as a folder that MLflow"
                    + " reads.",
            "Or writes an evaluation as files for the tools of other projects: results and samples of"
                    + " lm-evaluation-harness, model outputs of AlpacaEval, model answers of FastChat."
        },
        footer = {
            "",
            "Examples:",
            "  scripts/harness export quickstart --to quickstart.zip",
            "  scripts/harness export alpaca-eval --evaluation runs/NAME/evaluate-... --to model_outputs.json --name"
                    + " ours"
        })
final class ExportCommand implements Callable<Integer> {
    /** The project whose file format is written. */
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

    /** The form in which an experiment is written. */
    enum Layout {
        ARCHIVE,
        MLFLOW
    }

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Mixin
    RunOptions runs = new RunOptions();

    @Parameters(
            paramLabel = "RUN|FORMAT",
            description = "An experiment's name or folder; or, for an evaluation, lm-evaluation-harness, alpaca-eval"
                    + " or fastchat.")
    String what = "";

    @Option(
            names = "--as",
            paramLabel = "LAYOUT",
            description = "For an experiment: archive or mlflow (default: ${DEFAULT-VALUE}).")
    Layout layout = Layout.ARCHIVE;

    @Option(
            names = "--evaluation",
            paramLabel = "DIR",
            description = "An evaluation's folder, with predictions.jsonl and result.json.")
    @Nullable
    Path evaluation;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PATH",
            description = "The file to write; for lm-evaluation-harness and mlflow the folder.")
    Path to = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The model's name in these files (default: its identity).")
    @Nullable
    String name;

    @Override
    public Integer call() {
        Optional<Format> format = Arrays.stream(Format.values())
                .filter(one -> one.toString().equals(what))
                .findFirst();
        if (format.isPresent()) {
            if (evaluation == null) {
                throw new ParameterException(
                        spec.commandLine(), "--evaluation is missing: name the evaluation to write as " + what);
            }
            write(format.get(), evaluation);
        } else if (evaluation != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "FORMAT (" + what + ") must be one of " + Arrays.toString(Format.values()) + " with --evaluation");
        } else if (layout == Layout.MLFLOW) {
            MlflowFolder.write(runs.find(what).inputs(), to);
        } else {
            RunArchive.write(runs.find(what), to);
        }
        System.out.println(to);
        return 0;
    }

    private void write(Format format, Path from) {
        String model = name == null ? EvalResult.read(from).model() : name;
        Path predictions = from.resolve("predictions.jsonl");
        switch (format) {
            case LM_EVALUATION_HARNESS -> Exports.lmEvaluationHarness(from, model, to);
            case ALPACA_EVAL -> Exports.alpacaEval(predictions, model, to);
            case FASTCHAT -> Exports.fastChat(predictions, model, to);
        }
    }
}
