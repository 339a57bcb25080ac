package org.reformatted.experiments.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.pipeline.RealignPipeline;
import org.reformatted.realign.pipeline.RealignSummary;
import org.reformatted.realign.pipeline.RowVerdict;

/** Writes a page that shows the changes of realigning in a data set, row by row. The page is one file that needs no network and no server. */
public final class RealignInspector {
    private static final String SCRIPT = "inspect.js";

    private RealignInspector() {}

    /**
     * Writes the page.
     *
     * @param folder the folder that realigning wrote
     * @param rows the maximum number of rows on the page; the first rows are shown
     * @param page the file
     * @throws InputException if the folder contains no finished run
     */
    public static void write(Path folder, int rows, Path page) {
        if (!Files.exists(folder.resolve(RealignPipeline.SUMMARY))) {
            throw new InputException(folder + ": there is no " + RealignPipeline.SUMMARY
                    + "; expected a folder that \"harness realign CONFIG --out DIR\" has completed; run this command,"
                    + " or run it again if it was interrupted");
        }
        RealignSummary summary = Json.read(folder.resolve(RealignPipeline.SUMMARY), RealignSummary.class);
        PageParts.write("inspect.jte", Map.of("page", page(folder, summary, rows(folder, rows))), page);
    }

    private static InspectPage page(Path folder, RealignSummary summary, List<InspectPage.InspectedRow> rows) {
        String script = PageParts.resource(SCRIPT);
        return new InspectPage(
                String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                facts(summary, rows.size()),
                ReportTables.realign(Map.of("realign", summary)).plain(),
                rows.stream()
                        .map(InspectPage.InspectedRow::category)
                        .distinct()
                        .sorted()
                        .toList(),
                rows.stream()
                        .map(InspectPage.InspectedRow::by)
                        .distinct()
                        .sorted()
                        .toList(),
                rows,
                script,
                PageParts.hash(script));
    }

    private static List<String> facts(RealignSummary summary, int shown) {
        List<String> facts = new ArrayList<>();
        RealignSummary.Counts total = summary.total();
        facts.add(String.format(
                Locale.ROOT,
                "%,d of %,d rows hold a rewrite by %s.",
                total.rewritten(),
                total.rows(),
                summary.reformatter()));
        summary.ledger()
                .ifPresent(ledger -> facts.add(String.format(
                        Locale.ROOT,
                        "%,d answers %s: %,d tokens read and %,d written%s.",
                        ledger.answers(),
                        ledger.cost().filter(cost -> cost == 0).isPresent() ? "came at no cost" : "were paid for",
                        ledger.usage().promptTokens(),
                        ledger.usage().completionTokens(),
                        ledger.cost()
                                .map(cost -> String.format(Locale.ROOT, ", %.4f USD", cost))
                                .orElse("; the price is not known"))));
        if (!summary.texts().isEmpty()) {
            facts.add("Texts: " + texts(summary) + ".");
        }
        if (shown < total.rows()) {
            facts.add(String.format(
                    Locale.ROOT, "This page holds the first %,d rows; --rows N makes one of more.", shown));
        }
        return facts;
    }

    /** The origin of each prompt text. */
    static String texts(RealignSummary summary) {
        return String.join(
                "; ",
                summary.texts().entrySet().stream()
                        .map(text -> text.getKey() + " " + text.getValue())
                        .toList());
    }

    private static List<InspectPage.InspectedRow> rows(Path folder, int most) {
        List<InspectPage.InspectedRow> rows = new ArrayList<>();
        try (Stream<RowVerdict> verdicts = JsonLines.read(folder.resolve(RealignPipeline.VERDICTS), RowVerdict.class);
                Stream<Conversation> originals =
                        JsonLines.read(folder.resolve(RealignPipeline.ORIGINAL), Conversation.class);
                Stream<Conversation> realigned =
                        JsonLines.read(folder.resolve(RealignPipeline.CONVERSATIONS), Conversation.class)) {
            Iterator<Conversation> before = originals.iterator();
            Iterator<Conversation> after = realigned.iterator();
            verdicts.limit(most).forEach(verdict -> rows.add(row(verdict, before.next(), after.next())));
        }
        return rows;
    }

    private static InspectPage.InspectedRow row(RowVerdict verdict, Conversation original, Conversation realigned) {
        boolean kept = verdict.verdict() == RowVerdict.Outcome.REWRITTEN;
        Optional<String> proposal = kept ? Optional.of(realigned.response()) : proposed(verdict);
        WordDiff diff = proposal.map(text -> WordDiff.of(original.response(), text))
                .orElseGet(() -> WordDiff.of(original.response(), original.response()));
        return new InspectPage.InspectedRow(
                verdict.id(),
                verdict.category() == null ? "(none)" : verdict.category(),
                kept ? "rewritten" : "original",
                verdict.filter(),
                verdict.why(),
                lengths(verdict.originalTokens(), verdict.rewrittenTokens()),
                original.promptText(),
                diff.before(),
                proposal.isPresent() ? diff.after() : List.of(),
                kept ? "rewrite" : "proposed, and not taken: " + verdict.filter(),
                original.evidence(),
                verdict.candidates());
    }

    private static Optional<String> proposed(RowVerdict verdict) {
        return Optional.ofNullable(verdict.chosen()).map(verdict.candidates()::get);
    }

    private static String lengths(int before, @Nullable Integer after) {
        return after == null ? String.valueOf(before) : before + " → " + after;
    }
}
