package org.reformatted.eval.answer;

import java.util.List;
import java.util.Optional;

/**
 * The answers of competition mathematics (MATH): where they are in an output, and by which rules they equal the reference. The rules
 * disagree with one another on right answers written differently, so each is a policy with its own score.
 */
public final class MathAnswer {
    /** Increment when verdicts of existing outputs change. */
    public static final int VERSION =
            5; // 2: the semantic policy, extraction from sentences; 3: unions, inverses; 4: inequalities solved,
    // percent as asked; 5: poles, restated inequalities, rates, congruences, ratios

    /**
     * Where published scores of recent base models come from (ZubinGou's math-evaluation-harness). It agrees with each of rho-math-1b's 500
     * published verdicts on MATH-500 (15.8).
     */
    public static final String MATH_EVALUATION_HARNESS = "math-evaluation-harness";

    /** Our extraction, and the string equivalence of the benchmark's authors: strict, {@link HendrycksEquivalence}. */
    public static final String HENDRYCKS = "hendrycks";

    /** Our extraction, and equality of meaning: {@link MathEquivalence}. */
    public static final String SEMANTIC = "semantic";

    /** The policy whose score stands for the task: the one with published verdicts to agree with. */
    public static final String DEFAULT = MATH_EVALUATION_HARNESS;

    private MathAnswer() {}

    /**
     * The policies, in the order reports show them.
     *
     * @return all three
     */
    public static List<AnswerPolicy> policies() {
        return List.of(
                new AnswerPolicy(MATH_EVALUATION_HARNESS, MathAnswer::judgeAsPublished),
                new AnswerPolicy(HENDRYCKS, MathAnswer::judgeStrictly),
                new AnswerPolicy(SEMANTIC, new Semantic()));
    }

    /**
     * Extracts an answer: the last balanced box with those listed beside it, then what is said to be the answer, then what the last
     * sentence with a formula or number states, then an output of one short line.
     *
     * @param output what the model wrote
     * @return the answer, or nothing
     */
    public static Optional<String> extract(String output) {
        return MathExtraction.answer(output);
    }

    /**
     * The right answer.
     *
     * @param reference a solution with its answer in a box, or the bare answer
     * @return the bare answer; an empty one is equal to nothing
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
