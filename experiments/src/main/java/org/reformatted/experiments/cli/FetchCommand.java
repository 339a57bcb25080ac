package org.reformatted.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.config.Roots;
import org.reformatted.realign.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads public data and models from their publishers. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description =
                "Downloads public data or models from their publishers and resumes an interrupted download. The content"
                        + " is compared with the recorded hash; if none is recorded, with the hash that Hugging Face"
                        + " states, and with that of the first download. Without a name it lists what is available.",
        footer = {"", "Example:", "  scripts/fetch data gsm8k mt-bench --to DIR"})
final class FetchCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "KIND", description = "data or model.")
    String kind = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME",
            description = "The names of the data or models to download.")
    List<String> names = List.of();

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description =
                    "The data or model root (default: " + Roots.DATA_VARIABLE + " or " + Roots.MODELS_VARIABLE + ").")
    @Nullable
    Path to;

    @Option(names = "--sources", paramLabel = "FILE", description = "Your own list of sources, in JSON.")
    @Nullable
    Path sources;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!List.of("data", "model").contains(kind)) {
            throw usage("kind (" + kind + ") must be data or model");
        }
        List<PublicSource> known = PublicSource.all(sources).stream()
                .filter(source -> source.kind().equals(kind))
                .toList();
        if (names.isEmpty()) {
            known.forEach(source -> System.out.println(
                    source.name() + "  " + source.home() + "  licence: " + source.licence() + "  " + source.hashes()));
            return 0;
        }
        List<PublicSource> chosen =
                names.stream().map(name -> named(known, name)).toList();
        Path root = root();
        FirstDownloads first = FirstDownloads.shared();
        Download download = new Download("huggingface.co", Optional.ofNullable(System.getenv("HF_TOKEN")), first);
        for (PublicSource source : chosen) {
            System.err.println(source.name() + ", of " + source.home() + "; licence: " + source.licence());
            for (PublicSource.PublicFile file : source.files()) {
                Path target = root.resolve(file.path());
                Download.Fetched fetched = download.get(file, target);
                if (file.recorded().isEmpty()) {
                    System.err.println(target + ": no hash is recorded for it; it has SHA-256 " + fetched.sha256()
                            + compared(fetched.known(), first));
                }
                System.out.println(target);
            }
        }
        return 0;
    }

    private static String compared(List<KnownHash> known, FirstDownloads first) {
        return known.isEmpty()
                ? ", which its publisher does not state; the hash of a first download is stored in " + first.file()
                : known.stream()
                        .map(hash -> ", and the " + hash.kind() + " " + hash.source())
                        .collect(Collectors.joining());
    }

    private PublicSource named(List<PublicSource> known, String name) {
        return known.stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow(() -> usage("there is no " + kind + " " + name + "; there are "
                        + known.stream().map(PublicSource::name).collect(Collectors.joining(", "))));
    }

    private Path root() {
        @Nullable String variable = System.getenv(kind.equals("data") ? Roots.DATA_VARIABLE : Roots.MODELS_VARIABLE);
        if (to == null && variable == null) {
            throw usage("the folder is missing; name it with --to DIR");
        }
        return to != null ? to : Path.of(String.valueOf(variable));
    }

    private static ConfigException usage(String sentence) {
        return new ConfigException("fetch", List.of(sentence));
    }
}
