package org.reformatted.realign.pipeline;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.classify.Classification;
import org.reformatted.realign.classify.TaskClassifier;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.filter.FilterVerdict;
import org.reformatted.realign.filter.RewriteFilter;
import org.reformatted.realign.filter.TokenCount;
import org.reformatted.realign.llm.ChatOutcome;
import org.reformatted.realign.llm.FailureCause;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.reformat.Reformatter;
import org.reformatted.realign.reformat.RevisedResponse;
import org.reformatted.realign.retrieve.EvidenceSource;

/** Realigns rows: a row is rewritten if its category, the reformatter and every filter allow it; otherwise it is not changed. */
record RowRealigner(
        Map<String, TaskCategory> categories,
        Optional<String> fixedCategory,
        Optional<TaskClassifier> classifier,
        EvidenceSource evidence,
        Reformatter reformatter,
        List<RewriteFilter> filters,
        TokenCount count) {
    /** The name in verdicts for rows that a service left open. */
    static final String UNANSWERED = "unanswered";

    /** A row as read (with its category), as realigned, and the verdict. */
    record Realigned(Conversation original, Conversation realigned, RowVerdict verdict) {}

    /** Realigns rows, one step after another; the result has their order. */
    List<Realigned> realign(List<Conversation> rows) {
        return judged(
                revised(evidenced(classified(rows.stream().map(this::initial).toList()))));
    }

    /** Returns the state of a row; its category, if any, gets the name that the criteria use. */
    RowState initial(Conversation row) {
        return new RowState(named(row), null);
    }

    /** Classifies the rows that have no category, or one that the criteria do not have. */
    List<RowState> classified(List<RowState> rows) {
        List<RowState> open = classifier.isEmpty() || fixedCategory.isPresent()
                ? List.of()
                : rows.stream().filter(state -> category(state.row()).isEmpty()).toList();
        if (open.isEmpty()) {
            return rows;
        }
        Iterator<Classification> found = classifier
                .get()
                .classify(open.stream().map(state -> state.row().promptText()).toList())
                .iterator();
        return rows.stream()
                .map(state -> category(state.row()).isEmpty() ? classified(state.row(), found.next()) : state)
                .toList();
    }

    private RowState classified(Conversation row, Classification found) {
        ChatOutcome.Failed failure = found.failure();
        return failure == null
                ? initial(row.withCategory(found.category()))
                : new RowState(
                        row,
                        new RevisedResponse(null, "classifier", failure.why(), List.of(), Usage.NONE, failure.cause()));
    }

    /** Adds passages to single-turn rows whose category uses evidence and that do not have their own. */
    List<RowState> evidenced(List<RowState> rows) {
        return rows.stream()
                .map(state -> state.revised() == null ? new RowState(evidenced(state.row()), null) : state)
                .toList();
    }

    /** Rewrites rows, or adds the reason why a row is not rewritten; rows that already have a result are not changed. */
    List<RowState> revised(List<RowState> rows) {
        List<RowState> checked = rows.stream().map(this::checked).toList();
        List<Reformatter.Task> tasks = checked.stream()
                .filter(state -> state.revised() == null)
                .map(state ->
                        new Reformatter.Task(state.row(), category(state.row()).orElseThrow()))
                .toList();
        if (tasks.isEmpty()) {
            return checked;
        }
        Iterator<RevisedResponse> revised = reformatter.reformatAll(tasks).iterator();
        return checked.stream()
                .map(state -> state.revised() == null ? new RowState(state.row(), revised.next()) : state)
                .toList();
    }

    private RowState checked(RowState state) {
        String reason = state.revised() == null ? reasonToLeave(state.row()) : null;
        return reason == null
                ? state
                : new RowState(state.row(), new RevisedResponse(null, "category", reason, List.of(), Usage.NONE));
    }

    /** Applies the filters to rows that have a result. */
    List<Realigned> judged(List<RowState> rows) {
        return rows.stream()
                .map(state -> judged(state.row(), Objects.requireNonNull(state.revised())))
                .toList();
    }

    private Conversation named(Conversation row) {
        String category = fixedCategory.orElse(row.category());
        TaskCategory known = category == null ? null : categories.get(category);
        String name = known == null ? category : known.name();
        return name == null || name.equals(row.category()) ? row : row.withCategory(name);
    }

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
            FilterVerdict verdict = filter.judge(row, text);
            if (!verdict.keeps()) {
                return left(row, revised, verdict.filter(), verdict.why());
            }
        }
        RowVerdict verdict = verdict(row, RowVerdict.Outcome.REWRITTEN, revised.by(), revised.why(), revised);
        return new Realigned(row, row.withResponse(text), verdict);
    }

    private Realigned left(Conversation row, RevisedResponse revised, String by, String why) {
        FailureCause failure = revised.failure();
        boolean open = failure != null && failure.isOpen();
        return open
                ? new Realigned(row, row, verdict(row, RowVerdict.Outcome.OPEN, UNANSWERED, why, revised))
                : new Realigned(row, row, verdict(row, RowVerdict.Outcome.ORIGINAL, by, why, revised));
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
                revised.usage().equals(Usage.NONE) ? null : revised.usage(),
                revised.failure());
    }
}
