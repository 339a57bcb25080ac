package org.reformatted.eval.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.llm.SamplingSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers so far; each is written to disk as it arrives. A process that died leaves complete rows and at most one incomplete row. The sample of
 * an incomplete row, or of a row that was changed after it was written, is requested again. Rows of another model or of other settings are not used.
 */
final class PredictionLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PredictionLog.class);

    /** The file's name in an evaluation's folder. */
    static final String FILE = "predictions.jsonl";

    private final Path file;
    private final Map<String, String> requestHashes;
    private final Map<String, Prediction> answered = new LinkedHashMap<>();
    private final JsonLines.Writer writer;

    private PredictionLog(Path file, Map<String, String> requestHashes) {
        this.file = file;
        this.requestHashes = requestHashes;
        if (Files.exists(file)) {
            readUsable();
        }
        rewrite(answered.values());
        this.writer = JsonLines.Writer.append(file);
    }

    static PredictionLog open(
            Path file, Map<String, Sample> samples, String model, EvalTask task, SamplingSettings sampling) {
        Map<String, String> hashes = new LinkedHashMap<>();
        samples.forEach((id, sample) -> hashes.put(id, hash(model, sample, task.sampling(sample, sampling))));
        return new PredictionLog(file, hashes);
    }

    private static String hash(String model, Sample sample, SamplingSettings sampling) {
        return Sha256.of(Json.canonical(
                List.of(model, sample.turns(), sample.followUps(), sampling, sample.reference(), sample.choices())));
    }

    /** Returns the hash of the request for a sample, which is stored with its answer. */
    String requestHash(Sample sample) {
        return requestHashes.getOrDefault(sample.id(), "");
    }

    Optional<Prediction> get(String id) {
        return Optional.ofNullable(answered.get(id));
    }

    void add(Prediction prediction) {
        Prediction sealed = prediction.sealed();
        answered.put(sealed.id(), sealed);
        writer.write(sealed);
        writer.flush();
    }

    /** Writes the rows in the order of the samples, regardless of the order in which they arrived. */
    List<Prediction> finish(Collection<String> order) {
        writer.close();
        List<Prediction> sorted = order.stream().map(answered::get).toList();
        rewrite(sorted);
        return sorted;
    }

    @Override
    public void close() {
        writer.close();
    }

    private void rewrite(Collection<Prediction> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(Json.line(row)).append('\n'));
        TextFiles.writeAtomically(file, text.toString());
    }

    private void readUsable() {
        // lenient about bytes that are not valid UTF-8: the incomplete row of a dead process can end inside a character
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            int number = 1;
            for (String line = reader.readLine(); line != null; number++) {
                String next = reader.readLine();
                Prediction row = parse(line);
                boolean sound = row != null && row.isSound();
                if (row != null && sound && row.asked().equals(requestHashes.get(row.id()))) {
                    answered.put(row.id(), row);
                } else if (!sound && (row != null || next != null)) {
                    LOG.warn("{}:{}: the row was changed after it was written; its sample is sent again", file, number);
                }
                line = next;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Returns the row, or null for an incomplete one. */
    private static @Nullable Prediction parse(String line) {
        try {
            return Json.MAPPER.readValue(line, Prediction.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
