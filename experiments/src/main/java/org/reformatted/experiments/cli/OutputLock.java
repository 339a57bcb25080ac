package org.reformatted.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.realign.base.FolderLock;
import org.reformatted.realign.base.TextFiles;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Runs a command while no other process writes to the same place: the file or folder named by {@code --out}, {@code --to}, {@code --sheet} or
 * {@code --page} is locked with a lock file next to it. A command that only estimates locks nothing.
 */
final class OutputLock {
    private static final List<String> OUTPUTS = List.of("--out", "--to", "--sheet", "--page");

    private OutputLock() {}

    static int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        Optional<Path> output = output(last);
        if (output.isEmpty()) {
            return new CommandLine.RunLast().execute(parsed);
        }
        try (FolderLock lock = acquire(last, output.get())) {
            return new CommandLine.RunLast().execute(parsed);
        }
    }

    private static Optional<Path> output(ParseResult command) {
        boolean writes = !command.isUsageHelpRequested()
                && !command.isVersionHelpRequested()
                && !command.hasMatchedOption("--dry-run");
        return Stream.ofNullable(command.commandSpec())
                .filter(spec -> writes)
                .flatMap(spec -> OUTPUTS.stream().map(spec::findOption))
                .filter(Objects::nonNull)
                .filter(option -> option.type() == Path.class)
                .map(OptionSpec::<Path>getValue)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static FolderLock acquire(ParseResult command, Path output) {
        try {
            return FolderLock.ofFile(place(output));
        } catch (RuntimeException e) {
            throw new CommandLine.ExecutionException(
                    command.commandSpec().commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** The same path for every spelling of a place. */
    private static Path place(Path output) {
        try {
            return Files.exists(output)
                    ? output.toRealPath()
                    : output.toAbsolutePath().normalize();
        } catch (IOException e) {
            throw TextFiles.unreadable(output, e);
        }
    }
}
