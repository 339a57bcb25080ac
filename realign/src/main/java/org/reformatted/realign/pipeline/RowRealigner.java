package org.reformatted.realign.pipeline;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.classify.Classification;
import org.reformatted.realign.classify.TaskClassifier;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.filter.RewriteFilter;
import org.reformatted.realign.filter.TokenCount;
import org.reformatted.realign.filter.Verdict;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.reformat.Reformatter;
import org.reformatted.realign.reformat.RevisedResponse;
import org.reformatted.realign.retrieve.EvidenceSource;

/** Decides what becomes of rows: rewritten where category, reformatter and every filter agree, else as they were. */
record RowRealigner(
        Map<String, TaskCategory> categories,
        Optional<String> fixedCategory,
        Optional<TaskClassifier> classifier,
        EvidenceSource evidence,
        Reformatter reformatter,
        List<RewriteFilter> filters,
        TokenCount count) {
    /** A row as read (its category named), as realigned, and why. */
    record Realigned(Conversation original, Conversation realigned, RowVerdict verdict) {}

    /** Realigns a chunk of rows; the result has their order. */
    List<Realigned> realign(List<Conversation> rows) {
        List<Conversation> named = new ArrayList<>(rows.size());
        for (Conversation row : classified(rows)) {
            named.add(evidenced(named(row)));
        }
        List<Reformatter.Task> tasks = new ArrayList<>();
        for (Conversation row : named) {
            if (reasonToLeave(row) == null) {
                tasks.add(new Reformatter.Task(row, category(row).orElseThrow()));
            }
        }
        List<RevisedResponse> revised = reformatter.reformatAll(tasks);
        List<Realigned> realigned = new ArrayList<>(rows.size());
        int next = 0;
        for (Conversation row : named) {
            String reason = reasonToLeave(row);
            realigned.add(
                    reason != null
                            ? left(row, leave("category", reason), "category", reason)
                            : judged(row, revised.get(next++)));
        }
        return realigned;
    }

    /** With the classifier's category, where a row brings none or one that the criteria do not know. */
    private List<Conversation> classified(List<Conversation> rows) {
        if (classifier.isEmpty() || fixedCategory.isPresent()) {
            return rows;
        }
        List<Conversation> open =
                rows.stream().filter(row -> category(row).isEmpty()).toList();
        Iterator<Classification> told = classifier
                .get()
                .classify(open.stream().map(Conversation::promptText).toList())
                .iterator();
        return rows.stream()
                .map(row ->
                        category(row).isEmpty() ? row.withCategory(told.next().category()) : row)
                .toList();
    }

    private Conversation named(Conversation row) {
        String told = fixedCategory.orElse(row.category());
        TaskCategory known = told == null ? null : categories.get(told);
        String name = known == null ? told : known.name();
        return name == null || name.equals(row.category()) ? row : row.withCategory(name);
    }

    /** With the passages found for it, where its category gets evidence and it does not bring its own. */
    private Conversation evidenced(Conversation row) {
        boolean wanted = category(row).filter(TaskCategory::evidence).isPresent()
                && row.evidence().isEmpty()
                && row.isSingleTurn();
        return wanted ? row.withEvidence(evidence.find(row.question())) : row;
    }

    private Optional<TaskCategory> category(Conversation row) {
        return Optional.ofNullable(row.category()).map(categories::get);
    }

    private @Nullable String reasonToLeave(Conversation row) {
        if (row.response().isEmpty()) {
            return "the row has no response";
        }
        if (row.answersByTool()) {
            return "the last answer calls a tool";
        }
        if (row.category() == null) {
            return "the row's category is not known";
        }
        Optional<TaskCategory> category = category(row);
        if (category.isEmpty()) {
            return "the criteria have no category " + row.category();
        }
        return category.get().isRewritten() ? null : "responses of category " + row.category() + " are not rewritten";
    }

    private Realigned judged(Conversation row, RevisedResponse revised) {
        String text = revised.text();
        if (text == null) {
            return left(row, revised, revised.by(), revised.why());
        }
        for (RewriteFilter filter : filters) {
            Verdict verdict = filter.judge(row, text);
            if (!verdict.keeps()) {
                return left(row, revised, verdict.filter(), verdict.why());
            }
        }
        RowVerdict verdict = verdict(row, RowVerdict.Outcome.REWRITTEN, revised.by(), revised.why(), revised);
        return new Realigned(row, row.withResponse(text), verdict);
    }

    private static RevisedResponse leave(String by, String why) {
        return new RevisedResponse(null, by, why, List.of(), Usage.NONE);
    }

    private Realigned left(Conversation row, RevisedResponse revised, String by, String why) {
        return new Realigned(row, row, verdict(row, RowVerdict.Outcome.ORIGINAL, by, why, revised));
    }

    private RowVerdict verdict(
            Conversation row, RowVerdict.Outcome outcome, String by, String why, RevisedResponse revised) {
        String text = revised.text();
        boolean reverted = text != null && outcome == RowVerdict.Outcome.ORIGINAL;
        List<String> candidates = reverted && revised.candidates().isEmpty() ? List.of(text) : revised.candidates();
        return new RowVerdict(
                row.id(),
                outcome,
                by,
                why,
                row.category(),
                count.of(row.response()),
                text == null ? null : count.of(text),
                candidates,
                text == null || candidates.isEmpty() ? null : candidates.indexOf(text),
                revised.usage().equals(Usage.NONE) ? null : revised.usage());
    }
}
