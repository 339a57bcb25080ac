package org.reformatted.eval.answer;

import java.util.List;
import java.util.Optional;

/**
 * Judges answers to competition mathematics (MATH): finds the answer in an output and compares it with the reference by several sets of rules. The
 * rules disagree on right answers that are written differently, so each set is a policy with its own score.
 */
public final class MathAnswer {
    /** Increment when verdicts of existing outputs change. */
    public static final int VERSION =
            5; // 2: the semantic policy, extraction from sentences; 3: unions, inverses; 4: inequalities solved,
    // percent as the question requires; 5: poles, restated inequalities, rates, congruences, ratios

    /**
     * The source of published scores of recent base models (ZubinGou's math-evaluation-harness). It agrees with all of rho-math-1b's 500 published
     * verdicts on MATH-500 (15.8).
     */
    public static final String MATH_EVALUATION_HARNESS = "math-evaluation-harness";

    /** This project's extraction, and the strict string equivalence of the benchmark's authors: {@link HendrycksEquivalence}. */
    public static final String HENDRYCKS = "hendrycks";

    /** This project's extraction, and equality of meaning: {@link MathEquivalence}. */
    public static final String SEMANTIC = "semantic";

    /** The policy whose score represents the task: the one that is checked against published verdicts. */
    public static final String DEFAULT = MATH_EVALUATION_HARNESS;

    private MathAnswer() {}

    /**
     * Returns the policies, in the order in which reports show them.
     *
     * @return all three policies
     */
    public static List<AnswerPolicy> policies() {
        return List.of(
                new AnswerPolicy(MATH_EVALUATION_HARNESS, MathAnswer::judgeAsPublished),
                new AnswerPolicy(HENDRYCKS, MathAnswer::judgeStrictly),
                new AnswerPolicy(SEMANTIC, new Semantic()));
    }

    /**
     * Extracts an answer. The first of these that exists is the answer: the last balanced box, with the boxes listed together with it; an output of
     * one short line without formula delimiters; the text that is stated to be the answer; the result stated by the last sentence with a formula or
     * number; an output of one short line.
     *
     * @param output the model's output
     * @return the answer; empty when none is found
     */
    public static Optional<String> extract(String output) {
        return MathExtraction.answer(output);
    }

    /**
     * Reads the right answer.
     *
     * @param reference a solution with its answer in a box, or only the answer
     * @return only the answer; an empty one does not equal any output
     */
    public static String reference(String reference) {
        return MathExtraction.boxes(reference).orElse(reference);
    }

    private static Verdict judgeAsPublished(String output, String reference) {
        String right = reference(reference);
        return Verdict.of(PublishedMathGrader.extract(output), found -> PublishedMathGrader.equal(found, right));
    }

    private static Verdict judgeStrictly(String output, String reference) {
        boolean solution = !MathBoxes.of(reference).isEmpty();
        String right = solution ? MathExtraction.strictAnswer(reference).orElse(reference) : reference;
        return Verdict.of(
                MathExtraction.strictAnswer(output),
                found -> !right.isBlank() && HendrycksEquivalence.equal(found, right));
    }

    private static final class Semantic implements AnswerPolicy.AnswerRule {
        @Override
        public Verdict judge(String output, String reference) {
            return judge("", output, reference);
        }

        @Override
        public Verdict judge(String question, String output, String reference) {
            String right = reference(reference);
            return Verdict.of(
                    extract(output),
                    found -> !MathRestated.restates(question, found, right)
                            && MathPercent.equal(question, found, right));
        }
    }
}
