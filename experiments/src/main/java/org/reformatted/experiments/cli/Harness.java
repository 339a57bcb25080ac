package org.reformatted.experiments.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.reformatted.experiments.workflow.Environment;
import org.reformatted.realign.base.WaitingException;
import org.reformatted.realign.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program that {@code scripts/harness} starts. Exit codes: 0 done, 1 failed, 2 usage or config, 3 waiting for another program. */
@Command(
        name = "harness",
        mixinStandardHelpOptions = true,
        version = "reformatted " + Environment.VERSION,
        description =
                "Realigns instruction data, finetunes LLaMA models on it, scores them and compares the arms fairly.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            RunStepCommand.class,
            PlanCommand.class,
            ValidateCommand.class,
            ReportCommand.class,
            SuiteCommand.class,
            VerifyCommand.class,
            RunsCommand.class,
            WatchCommand.class,
            TraceCommand.class,
            DiffCommand.class,
            CleanCommand.class,
            ConfigReferenceCommand.class,
            RealignCommand.class,
            ClassifyCommand.class,
            FinetuneCommand.class,
            QuickstartBaseCommand.class,
            FetchCommand.class,
            GenerateCommand.class,
            MergeCommand.class,
            GgufCommand.class,
            ImportCommand.class,
            TokenizeCommand.class,
            TokensCommand.class,
            ScoreCommand.class,
            OverlapCommand.class,
            EvaluateCommand.class,
            CompareCommand.class,
            BenchCommand.class,
            JudgeCommand.class,
            ExportCommand.class,
            DoctorCommand.class
        },
        footer = {"", "Example:", "  scripts/harness run experiments/configs/quickstart.yaml"})
public final class Harness {
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int WAITING = 3;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace behind an error.")
    boolean verbose;

    /**
     * Starts the program.
     *
     * @param args a command and its arguments
     */
    public static void main(String[] args) {
        prepare();
        System.exit(call(args));
    }

    /**
     * Prepares a process for its commands: removes control characters from the terminal's output, and shows the failures of all threads as sentences.
     */
    static void prepare() {
        TerminalStreams.install();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> System.err.println(FailureText.of(e)));
    }

    /** Runs one command and returns its exit code. */
    static int call(String... args) {
        int code;
        try {
            code = commandLine().execute(args);
        } catch (Throwable e) { // an Error: picocli handles only exceptions
            System.err.println(FailureText.of(e));
            code = FAILED;
        }
        System.out.flush();
        System.err.flush();
        return code;
    }

    /** The program, with errors shown as sentences. */
    static CommandLine commandLine() {
        Harness harness = new Harness();
        CommandLine line = new CommandLine(harness);
        ScoreCommand.addTasks(Objects.requireNonNull(line.getSubcommands().get("score")));
        line.setExecutionStrategy(OutputLock::execute);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
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

    private int explain(Exception e, PrintWriter err) {
        if (e instanceof WaitingException) {
            err.println(e.getMessage());
            return WAITING;
        }
        err.println(FailureText.of(e) + (FailureText.isInternal(e) && !verbose ? "; --verbose shows where" : ""));
        if (verbose) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            err.println(trace);
        }
        return e instanceof ConfigException ? USAGE : FAILED;
    }
}
