package org.reformatted.finetune.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.reformatted.finetune.train.metrics.MetricsFile;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Seal;
import org.reformatted.realign.base.TextFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The results of a finished run in its folder: {@code summary.json}, and {@code finetune.sha256} with the hashes of all results. */
record FinishedRun(Path out) {
    private static final Logger LOG = LoggerFactory.getLogger(FinishedRun.class);

    /**
     * Looks for the results of a run.
     *
     * @param fingerprint of the run
     * @return its summary, when the run is finished and every file has its recorded hash; otherwise empty, and a warning lists the damaged files
     */
    Optional<SftSummary> sound(String fingerprint) {
        if (!Files.exists(seal()) && !Files.exists(summary())) {
            return Optional.empty();
        }
        List<String> damages = Seal.in(seal()).damages(files(), FileHashes.shared());
        if (damages.isEmpty()) {
            return Optional.of(Json.read(summary(), SftSummary.class))
                    .filter(done -> done.fingerprint().equals(fingerprint));
        }
        LOG.warn("{}; the training runs again", String.join("; ", damages));
        return Optional.empty();
    }

    /** Writes the summary after all other results. */
    void write(SftSummary summary) {
        TextFiles.writeAtomically(summary(), Json.pretty(summary));
        Seal.in(seal()).write(files());
    }

    private Path seal() {
        return out.resolve("finetune.sha256");
    }

    private Path summary() {
        return out.resolve("summary.json");
    }

    private List<Path> files() {
        return List.of(
                summary(),
                out.resolve(MetricsFile.FILE),
                out.resolve("validation.jsonl"),
                out.resolve("checkpoint"),
                out.resolve("adapter"));
    }
}
