package org.reformatted.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program behind {@code scripts/harness}. Exit codes: 0 done, 1 failed, 2 usage or config. */
@Command(
        name = "harness",
        mixinStandardHelpOptions = true,
        version = "reformatted 0.1.0",
        description =
                "Realigns instruction data, finetunes LLaMA models on it, scores them and compares the arms fairly.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            PlanCommand.class,
            ValidateCommand.class,
            ReportCommand.class,
            RealignCommand.class,
            ClassifyCommand.class,
            FinetuneCommand.class,
            QuickstartBaseCommand.class,
            GenerateCommand.class,
            MergeCommand.class,
            GgufCommand.class,
            TokenizeCommand.class,
            TokensCommand.class,
            ScoreCommand.class,
            BenchCommand.class,
            JudgeCommand.class,
            ExportCommand.class,
            DoctorCommand.class
        },
        footer = {"", "Example:", "  scripts/harness run experiments/configs/quickstart.yaml"})
public final class Harness {
    static final int FAILED = 1;
    static final int USAGE = 2;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace behind an error.")
    boolean verbose;

    /**
     * Starts the program.
     *
     * @param args a command and its arguments
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The program, with errors told as sentences. */
    static CommandLine commandLine() {
        Harness harness = new Harness();
        CommandLine line = new CommandLine(harness);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> harness.explain(e, command.getErr()));
        line.setParameterExceptionHandler((e, unparsed) -> {
            PrintWriter err = e.getCommandLine().getErr();
            err.println(e.getCommandLine().getCommandSpec().qualifiedName() + ": " + e.getMessage() + "; see --help");
            return USAGE;
        });
        return line;
    }

    /** The project's folder. */
    static Path checkout() {
        return Path.of(System.getProperty("harness.checkout", ""))
                .toAbsolutePath()
                .normalize();
    }

    /** What a file system refused; its own messages name little more than the file, so the kind stands beside. */
    private static String fault(Throwable e) {
        return e instanceof UncheckedIOException && e.getCause() != null
                ? e.getMessage() + " (" + fault(e.getCause()) + ")"
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private int explain(Exception e, PrintWriter err) {
        if (e instanceof ConfigException || e instanceof InputException) {
            err.println(e.getMessage());
        } else if (e instanceof IOException || e instanceof UncheckedIOException) {
            err.println("harness: " + fault(e) + "; check the path, its rights and the space on its disk");
        } else {
            err.println("harness: an error of the program itself: " + e + (verbose ? "" : "; --verbose shows where"));
        }
        if (verbose) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            err.println(trace);
        }
        return e instanceof ConfigException ? USAGE : FAILED;
    }
}
