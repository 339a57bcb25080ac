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
 * Measures the contamination of a test set by training rows, following appendix C of GPT-3's report (T. Brown et al., arXiv 2005.14165). A question
 * overlaps when an n-gram of 13 of its words, without case and punctuation, is in a training row; a question of 8 to 12 words is one n-gram. In
 * addition, complete questions are counted: all words of a question, in order, are within a turn of a training row; for questions of fewer than 8
 * words, the turn must have no other words. N-grams that are shared by more than ten questions and by more than one percent of all questions belong
 * to the benchmark's template and are not counted; words with which all questions start or end are removed first.
 *
 * <p>Only equal words are found; paraphrases and translations are not. Not thread-safe.
 */
public final class TrainingOverlap {
    /** The number of words of an n-gram. */
    public static final int WORDS = 13;

    private static final int FEWEST_WORDS = 8;
    private static final int TEMPLATE = 10;
    private static final int EXAMPLES = 20;

    /**
     * A question of the test set.
     *
     * @param id the sample's id
     * @param text the question
     */
    public record Question(String id, String text) {}

    /**
     * A question that was found in a training row.
     *
     * @param question its id
     * @param row the training row's id
     * @param words the shared words
     * @param whole whether these are the complete question
     */
    public record Match(String question, String row, String words, boolean whole) {}

    /**
     * The overlap of a test set.
     *
     * @param questions number of questions of the test set
     * @param rows number of training rows
     * @param overlapping number of questions that share an n-gram with a row, including complete ones
     * @param whole number of questions that are in a row with all their words
     * @param overlappingPercent overlapping questions in percent, {@code NaN} without questions
     * @param wholePercent complete questions in percent, {@code NaN} without questions
     * @param examples one match for each of the first questions that were found
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
     * Creates the index of a test set.
     *
     * @param questions the questions of the test set
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
     * Returns the questions that share an n-gram of words with a row added so far.
     *
     * @return their ids, in the order of the test set
     */
    public List<String> overlappingIds() {
        return overlapping.stream().mapToObj(number -> questions.get(number).id).toList();
    }

    /**
     * Returns the overlap with the rows added so far.
     *
     * @return counts and examples
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
