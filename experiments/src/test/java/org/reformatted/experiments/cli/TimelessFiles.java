package org.reformatted.experiments.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All files of an experiment without what tells of time: dates, seconds, speeds, memory, and hashes of files that hold those. */
final class TimelessFiles {
    /** A file for each start, named by its time; the hash of a record with a date; the lock of a process that was killed. */
    private static final String TIMED = ".*/tensorboard/.*|.*/artifact\\.sha256|\\..*lock";

    private static final String[][] CHANGES = {
        {"\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z?", "DATE"},
        {"(?m)^.*events\\.out\\.tfevents\\.[^\\n]*\\n", ""}, // a file for each start
        {"\"(tokensPerSecond|peakMemoryBytes|modelFlopsUtilization|seconds)\"( ?: ?)[\\d.E-]+", "\"$1\"$2N"},
        {
            "(finetune\\.sha256|metrics\\.jsonl|report\\.\\w+|tables/costs\\.\\w+|tables/provenance\\.\\w+)\"( :"
                    + " )\"[0-9a-f]{64}",
            "$1\"$2\"HASH"
        },
        {"[0-9a-f]{64}  metrics\\.jsonl", "HASH  metrics.jsonl"},
        {"time(</dt><dd>|: )[^<\\n]* over", "time$1N s over"}, // of the report's head
        {"(<a href=\"#step=[^\"]*\">)[\\d.,]+(</a>)", "$1N$2"}, // cells of the report's costs
        {"(?m)^(\\| [^|\\n]* \\| \\d+ \\| )[\\d.]+ \\| [\\d.]+ \\|[^|]*\\|([^|]*)\\|[^|]*\\|", "$1N | N | N |$2| N |"
        }, // costs
        {"DATE( ?[,|&] ?)[\\d.]+", "DATE$1N"}, // provenance
    };

    private TimelessFiles() {}

    /** The content of each file below a folder, by its path in it. */
    static Map<String, String> of(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (Path file : files(root)) {
            String name = root.relativize(file).toString();
            if (!name.matches(TIMED)) {
                contents.put(name, text(name, new String(Files.readAllBytes(file), ISO_8859_1)));
            }
        }
        return contents;
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    private static String text(String name, String content) {
        if (name.matches(".*/tables/(costs|provenance)\\.(csv|tex)")) {
            return content.lines()
                    .map(line -> line.replaceAll("[,&].*", ""))
                    .map(line -> line.replaceAll(
                            "(longtable}\\{).*", "$1")) // a column of equal numbers or times is left out
                    .collect(Collectors.joining("\n"));
        }
        String changed = content;
        for (String[] change : CHANGES) {
            changed = changed.replaceAll(change[0], change[1]);
        }
        return name.endsWith("/finetune.sha256")
                ? changed.lines().sorted().collect(Collectors.joining("\n")) // it is in the order of the hashes
                : changed;
    }
}
