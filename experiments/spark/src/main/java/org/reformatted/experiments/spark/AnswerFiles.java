package org.reformatted.experiments.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.reformatted.realign.base.InputException;
import picocli.CommandLine.Option;

/** The files of answers that a job reads, each with a name. */
final class AnswerFiles {
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9._-]+)=(.+)");

    @Option(
            names = "--predictions",
            required = true,
            arity = "1..*",
            paramLabel = "[NAME=]URI",
            description = "The answers, in the formats that the harness command with the same name reads. The default"
                    + " NAME is that of the file, or of the folder of a predictions.jsonl.")
    private List<String> predictions = new ArrayList<>();

    /**
     * The addresses by their names, in the order of the options.
     *
     * @return addresses that executors can read
     * @throws InputException if two have the same name
     */
    Map<String, String> named() {
        return named(predictions);
    }

    static Map<String, String> named(List<String> predictions) {
        Map<String, String> named = new LinkedHashMap<>();
        for (String given : predictions) {
            var match = NAMED.matcher(given);
            boolean hasName = match.matches();
            String place = hasName ? match.group(2) : given;
            String name = hasName ? match.group(1) : name(place);
            String address = InputPieces.hasScheme(place) || !Files.exists(Path.of(place))
                    ? place
                    : InputPieces.address(Path.of(place));
            if (named.putIfAbsent(name, address) != null) {
                throw new InputException("--predictions (" + given + ") has the same name (" + name
                        + ") as another one; give each a different name, such as first=" + place);
            }
        }
        return named;
    }

    private static String name(String place) {
        List<String> path = List.of(place.replaceAll("/+$", "").split("/"));
        String file = path.get(path.size() - 1)
                .replaceAll("[^A-Za-z0-9._-]+", "_")
                .replaceFirst("\\.(jsonl?|csv|tsv|parquet)(\\.gz|\\.zst)?$", "");
        return file.equals("predictions") && path.size() > 1 ? path.get(path.size() - 2) : file;
    }
}
