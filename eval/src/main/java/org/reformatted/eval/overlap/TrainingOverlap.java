package org.reformatted.eval.overlap;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.reformatted.realign.base.Check;

/**
 * Contamination of a test set by training rows, after the appendix C of GPT-3's report (T. Brown et al., arXiv 2005.14165): a question
 * overlaps when a run of 13 of its words, without case and punctuation, is in a training row; a question of 8 to 12 words is one run. Beside
 * that, whole questions are counted: all words of one, in order, within a turn of a training row, and for questions of fewer than 8 words a
 * turn that has no others. Runs that more than ten questions and one in a hundred share are the benchmark's own template and count for none; words that
 * all questions begin or end with are no part of them.
 *
 * <p>Words that agree are found, paraphrases and translations are not. Not safe for threads.
 */
public final class TrainingOverlap {
    /** Words of a run. */
    public static final int WORDS = 13;

    private static final int FEWEST_WORDS = 8;
    private static final int TEMPLATE = 10;
    private static final int EXAMPLES = 20;

    /**
     * A question of the test set.
     *
     * @param id the sample's
     * @param text what is asked
     */
    public record Question(String id, String text) {}

    /**
     * Where a question was found.
     *
     * @param question its id
     * @param row the training row's id
     * @param words what both have
     * @param whole whether that is the whole question
     */
    public record Match(String question, String row, String words, boolean whole) {}

    /**
     * What was found.
     *
     * @param questions of the test set
     * @param rows of training
     * @param overlapping questions that share a run of words with a row, the whole ones among them
     * @param whole questions that are in a row with all their words
     * @param overlappingPercent the share of the first, {@code NaN} of no questions
     * @param wholePercent the share of the second
     * @param examples the first match of the first questions found
     */
    public record Result(
            int questions,
            long rows,
            int overlapping,
            int whole,
            double overlappingPercent,
            double wholePercent,
            List<Match> examples) {}

    private record Run(int question, int start) {}

    private final List<Question> questions;
    private final List<NormalizedWords> texts = new ArrayList<>();
    private final Map<Long, List<Run>> runs = new HashMap<>();
    private final Map<Long, List<Integer>> shortTexts = new HashMap<>();
    private final TreeSet<Integer> lengths = new TreeSet<>();
    private final BitSet overlapping = new BitSet();
    private final BitSet whole = new BitSet();
    private final Map<Integer, Match> matches = new LinkedHashMap<>();
    private long rows;

    /**
     * Makes the index of a test set.
     *
     * @param questions of it
     */
    public TrainingOverlap(List<Question> questions) {
        this.questions = List.copyOf(questions);
        List<NormalizedWords> asked = questions.stream()
                .map(question -> NormalizedWords.of(question.text))
                .toList();
        texts.addAll(questions.size() > TEMPLATE ? NormalizedWords.withoutCommonEnds(asked) : asked);
        for (int number = 0; number < texts.size(); number++) {
            NormalizedWords text = texts.get(number);
            if (text.count() >= FEWEST_WORDS) {
                index(number, text);
            } else if (text.count() > 0) {
                shortTexts
                        .computeIfAbsent(text.run(0, text.count()), hash -> new ArrayList<>())
                        .add(number);
            }
        }
        int template = Math.max(TEMPLATE, questions.size() / 100);
        runs.values()
                .removeIf(
                        places -> places.stream().map(Run::question).distinct().count() > template);
    }

    private void index(int number, NormalizedWords text) {
        int length = Math.min(WORDS, text.count());
        lengths.add(length);
        for (int start = 0; start + length <= text.count(); start++) {
            runs.computeIfAbsent(text.run(start, length), hash -> new ArrayList<>())
                    .add(new Run(number, start));
        }
    }

    /**
     * Adds a training row.
     *
     * @param id its id
     * @param turns its texts
     */
    public void add(String id, List<String> turns) {
        Check.argument(!id.isEmpty(), "id (%s) must not be empty", id);
        rows++;
        for (String turn : turns) {
            NormalizedWords text = NormalizedWords.of(turn);
            for (int number : shortTexts.getOrDefault(text.run(0, text.count()), List.of())) {
                if (text.count() == texts.get(number).count() && text.holds(texts.get(number), 0)) {
                    found(number, id, texts.get(number), 0, text.count(), true);
                }
            }
            for (int length : lengths) {
                for (int start = 0; start + length <= text.count(); start++) {
                    for (Run run : runs.getOrDefault(text.run(start, length), List.of())) {
                        compare(id, text, start, length, run);
                    }
                }
            }
        }
    }

    private void compare(String id, NormalizedWords text, int start, int length, Run run) {
        NormalizedWords question = texts.get(run.question);
        if (Math.min(WORDS, question.count()) == length) {
            boolean all = text.holds(question, start - run.start);
            if (!overlapping.get(run.question) || (all && !whole.get(run.question))) {
                found(run.question, id, question, all ? 0 : run.start, all ? question.count() : length, all);
            }
        }
    }

    private void found(int number, String row, NormalizedWords words, int start, int length, boolean all) {
        overlapping.set(number);
        if (all) {
            whole.set(number);
        }
        if (all || !matches.containsKey(number)) {
            matches.put(number, new Match(questions.get(number).id, row, words.text(start, length), all));
        }
    }

    /**
     * The questions that share a run of words with a row added so far.
     *
     * @return their ids, in the order of the test set
     */
    public List<String> overlappingIds() {
        return overlapping.stream().mapToObj(number -> questions.get(number).id).toList();
    }

    /**
     * What was found so far.
     *
     * @return counts, and examples to look at
     */
    public Result result() {
        int n = questions.size();
        return new Result(
                n,
                rows,
                overlapping.cardinality(),
                whole.cardinality(),
                n == 0 ? Double.NaN : 100.0 * overlapping.cardinality() / n,
                n == 0 ? Double.NaN : 100.0 * whole.cardinality() / n,
                matches.values().stream().limit(EXAMPLES).toList());
    }
}
