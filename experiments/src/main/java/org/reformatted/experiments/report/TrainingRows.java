package org.reformatted.experiments.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.pipeline.RealignPipeline;
import org.reformatted.realign.pipeline.RowVerdict;

/** All rows of the instruction sets with their realigning results and the responses that each arm learned, one set after the other. */
final class TrainingRows {
    /** The number of nearest rows of each set for a sample. */
    private static final int NEAREST = 5;

    private final List<TrainingRow> rows = new ArrayList<>();
    private final Map<Integer, NearestRows> nearest = new LinkedHashMap<>();

    private TrainingRows() {}

    /**
     * A row.
     *
     * @param block the step that realigned its set
     * @param id its name in the report
     * @param original the original row
     * @param realigned the row in the realigned set
     * @param verdict its verdict
     * @param learned the response that each arm learned, by arm
     */
    record TrainingRow(
            String block,
            String id,
            Conversation original,
            Conversation realigned,
            RowVerdict verdict,
            Map<String, String> learned) {
        String category() {
            return verdict.category() == null ? "(none)" : verdict.category();
        }

        String outcome() {
            return verdict.verdict().name().toLowerCase(Locale.ROOT);
        }

        /** The rewrite, accepted or not; absent if none was proposed. */
        Optional<String> proposal() {
            return verdict.verdict() == RowVerdict.Outcome.REWRITTEN
                    ? Optional.of(realigned.response())
                    : Optional.ofNullable(verdict.chosen()).map(verdict.candidates()::get);
        }
    }

    /**
     * Reads the rows of every realigned set.
     *
     * @param realigned the artifacts of realigning, by step; if there are several, rows are named by step and id
     * @param arms the arms, whose training rows are looked up by id
     */
    static TrainingRows read(Map<String, Path> realigned, List<TrainedArm> arms) {
        TrainingRows all = new TrainingRows();
        realigned.forEach((step, folder) -> {
            int before = all.rows.size();
            all.read(step, folder, realigned.size() > 1 ? step + "/" : "", learned(arms, step));
            all.nearest.put(
                    before,
                    new NearestRows(all.rows.subList(before, all.rows.size()).stream()
                            .map(row -> row.original().promptText())
                            .toList()));
        });
        return all;
    }

    private void read(String block, Path realign, String prefix, Map<String, Map<String, String>> learned) {
        try (Stream<RowVerdict> verdicts = JsonLines.read(realign.resolve(RealignPipeline.VERDICTS), RowVerdict.class);
                Stream<Conversation> before =
                        JsonLines.read(realign.resolve(RealignPipeline.ORIGINAL), Conversation.class);
                Stream<Conversation> after =
                        JsonLines.read(realign.resolve(RealignPipeline.CONVERSATIONS), Conversation.class)) {
            Iterator<Conversation> originals = before.iterator();
            Iterator<Conversation> realigned = after.iterator();
            verdicts.forEachOrdered(verdict -> {
                Conversation original = originals.next();
                Map<String, String> responses = new LinkedHashMap<>();
                learned.forEach((arm, byId) -> Optional.ofNullable(byId.get(original.id()))
                        .ifPresent(response -> responses.put(arm, response)));
                rows.add(
                        new TrainingRow(block, prefix + original.id(), original, realigned.next(), verdict, responses));
            });
        }
    }

    /** The responses that the arms of a set learned, by arm and row. */
    private static Map<String, Map<String, String>> learned(List<TrainedArm> arms, String block) {
        Map<String, Map<String, String>> learned = new LinkedHashMap<>();
        arms.forEach(arm -> arm.training()
                .filter(training -> isOf(training.data(), block))
                .ifPresent(training -> learned.computeIfAbsent(arm.arm(), name -> {
                    Map<String, String> byId = new HashMap<>();
                    try (Stream<Conversation> rows =
                            JsonLines.read(training.data().resolve("conversations.jsonl"), Conversation.class)) {
                        rows.forEach(row -> byId.put(row.id(), row.response()));
                    }
                    return byId;
                })));
        return learned;
    }

    /** Whether an arm's rows are from a set, according to their record. Rows without a record may be from any set. */
    private static boolean isOf(Path data, String block) {
        Path record = data.resolve(ArtifactRecord.FILE);
        return !Files.exists(record)
                || Json.read(record, ArtifactRecord.class).dependencies().containsKey(block);
    }

    List<TrainingRow> rows() {
        return Collections.unmodifiableList(rows);
    }

    /** The rows whose questions are most similar to a text: the nearest rows of each set, one set after the other. */
    List<NearestRows.Near> near(String text) {
        return nearest.entrySet().stream()
                .flatMap(set -> set.getValue().to(text, NEAREST).stream()
                        .map(near -> new NearestRows.Near(set.getKey() + near.row(), near.similarity())))
                .toList();
    }

    /** The data for the list and the filters of the script. */
    Map<String, Object> index() {
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("ids", rows.stream().map(TrainingRow::id).toList());
        index.put(
                "category",
                IndexedColumn.of(rows.stream().map(TrainingRow::category).toList()));
        index.put(
                "verdict",
                IndexedColumn.of(rows.stream().map(TrainingRow::outcome).toList()));
        if (nearest.size() > 1) {
            index.put(
                    "block",
                    IndexedColumn.of(rows.stream().map(TrainingRow::block).toList()));
        }
        index.put(
                "by",
                IndexedColumn.of(
                        rows.stream().map(row -> row.verdict().filter()).toList()));
        return index;
    }

    /** The data of a row for the page; {@code learned} has 0 for the original response, 1 for the realigned one, otherwise the text. */
    Map<String, Object> detail(int number) {
        TrainingRow row = rows.get(number);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("question", row.original().promptText());
        detail.put("original", row.original().response());
        row.proposal().ifPresent(text -> detail.put("rewrite", text));
        detail.put("why", row.verdict().why());
        detail.put(
                "tokens",
                java.util.Arrays.asList(
                        row.verdict().originalTokens(), row.verdict().rewrittenTokens()));
        if (!row.verdict().candidates().isEmpty()) {
            detail.put("candidates", row.verdict().candidates());
            detail.put("chosen", row.verdict().chosen());
        }
        if (!row.original().evidence().isEmpty()) {
            detail.put("evidence", row.original().evidence());
        }
        Map<String, Object> learned = new LinkedHashMap<>();
        row.learned()
                .forEach((arm, text) -> learned.put(
                        arm,
                        text.equals(row.original().response())
                                ? (Object) 0
                                : text.equals(row.realigned().response()) ? (Object) 1 : text));
        detail.put("learned", learned);
        return detail;
    }
}
