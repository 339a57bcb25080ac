package org.reformatted.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.workflow.ArtifactCheck;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads every byte of finished artifacts and compares it with the recorded hashes. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Reads every file of a run's artifacts and compares it with its recorded hash. Exits with code 1 and"
                    + " names each file that is missing, differs, or is not part of its artifact; run repeats the"
                    + " steps of such files.",
            "RUN is an experiment's name, its folder, or one artifact's folder; without it, everything below --runs"
                    + " is checked."
        },
        footer = {"", "Example:", "  scripts/harness verify quickstart"})
final class VerifyCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The experiment or artifact to check.")
    @Nullable
    String run;

    @Option(names = "--runs", paramLabel = "DIR", description = "Folder of artifacts (default: runs of the checkout).")
    @Nullable
    Path runs;

    @Override
    public Integer call() {
        FileHashes hashes = FileHashes.reading();
        List<ArtifactCheck> checks = folders(place()).stream()
                .map(folder -> ArtifactCheck.of(folder, hashes))
                .toList();
        List<String> problems = checks.stream().flatMap(VerifyCommand::problems).toList();
        problems.forEach(System.out::println);
        long files = checks.stream()
                .flatMap(check -> check.record().stream())
                .mapToLong(record -> record.files().size())
                .sum();
        System.out.println(checks.size() + " artifacts, " + files + " files: "
                + (problems.isEmpty() ? "all as recorded" : problems.size() + " problems"));
        return problems.isEmpty() ? 0 : Harness.FAILED;
    }

    private static Stream<String> problems(ArtifactCheck check) {
        Stream<String> named = check.record().stream()
                .filter(record -> !ArtifactStore.name(record.step(), record.fingerprint())
                        .equals(String.valueOf(check.folder().getFileName())))
                .map(record -> check.folder() + ": the folder contains the artifact "
                        + ArtifactStore.name(record.step(), record.fingerprint()) + "; rename it to that");
        Stream<String> foreign = check.foreign().stream()
                .map(name -> check.folder().resolve(name) + ": the file is not part of the artifact; move it away");
        return Stream.concat(Stream.concat(check.damages().stream(), named), foreign);
    }

    private Path place() {
        Path root = runs == null ? Harness.checkout().resolve("runs") : runs;
        if (run == null) {
            return root;
        }
        return Files.isDirectory(Path.of(run)) ? Path.of(run) : root.resolve(run);
    }

    private static List<Path> folders(Path place) {
        try (Stream<Path> walk = Files.walk(place, 2)) {
            List<Path> folders = walk.filter(Files::isDirectory)
                    .filter(folder -> ArtifactStore.isArtifact(
                            String.valueOf(folder.toAbsolutePath().getFileName())))
                    .sorted()
                    .toList();
            if (folders.isEmpty()) {
                throw new InputException(place + ": there is no artifact here; name an experiment's folder");
            }
            return folders;
        } catch (IOException e) {
            throw TextFiles.unreadable(place, e);
        }
    }
}
