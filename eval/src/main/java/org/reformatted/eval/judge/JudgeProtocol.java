package org.reformatted.eval.judge;

import java.util.List;
import java.util.Map;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.text.PromptTemplate;

/**
 * How a judge is asked. Prompts are our own words under the published systems' rules; a score names its protocol and version.
 *
 * @param name such as {@code mt-bench}
 * @param version increment when verdicts of existing replies change
 * @param system the system prompt; empty for none
 * @param template what the judge is asked; its slots are among {@code question}, {@code answer}, {@code first}, {@code second} and
 *     {@code reference}
 * @param sampling how replies are drawn
 * @param form which verdict is asked for, and how it is read
 * @param asksAgain whether a reply without a verdict is asked for again
 */
public record JudgeProtocol(
        String name,
        int version,
        String system,
        PromptTemplate template,
        SamplingSettings sampling,
        VerdictForm form,
        boolean asksAgain) {
    /** Of our protocols: 2 reads the last verdict outside the thinking. */
    private static final int VERSION = 2;

    /** Checks the name. */
    public JudgeProtocol {
        Check.argument(!name.isEmpty(), "name (%s) must not be empty", name);
    }

    /**
     * MT-Bench, one answer rated 1 to 10 at temperature 0 (L. Zheng et al., arXiv 2306.05685, single-answer grading).
     *
     * @return the protocol
     */
    public static JudgeProtocol mtBench() {
        return rating("mt-bench", "rate.txt", 2048, VerdictForm.RATING);
    }

    /**
     * MT-Bench for mathematics, reasoning and coding, where the judge is shown a reference.
     *
     * @return the protocol
     */
    public static JudgeProtocol mtBenchWithReference() {
        return rating("mt-bench-reference", "rate-reference.txt", 2048, VerdictForm.RATING);
    }

    /**
     * Two answers compared as MT-Bench's pairwise mode does: A, B or a draw.
     *
     * @return the protocol
     */
    public static JudgeProtocol pairwise() {
        return rating("pairwise", "compare.txt", 2048, VerdictForm.LETTER);
    }

    /**
     * Two answers compared for readability alone (R. Fan et al., arXiv 2402.12219, section on readability).
     *
     * @return the protocol
     */
    public static JudgeProtocol readability() {
        return rating("readability", "compare-readability.txt", 2048, VerdictForm.LETTER);
    }

    /**
     * Vicuna-Bench: two answers, two ratings on one line (FastChat, 2023).
     *
     * @return the protocol
     */
    public static JudgeProtocol vicunaBench() {
        return rating("vicuna-bench", "rate-two.txt", 1024, VerdictForm.TWO_RATINGS);
    }

    /**
     * AlpacaEval: which of two answers a person would prefer, without a draw.
     *
     * @return the protocol
     */
    public static JudgeProtocol alpacaEval() {
        return rating("alpaca-eval", "prefer.txt", 256, VerdictForm.CHOICE);
    }

    /**
     * Auto-J: a critique, then a rating (J. Li et al., arXiv 2310.05470).
     *
     * @return the protocol
     */
    public static JudgeProtocol autoJ() {
        return rating("auto-j", "critique.txt", 1024, VerdictForm.RATING);
    }

    /**
     * Factuality of an answer against the gold answer, 1 to 10 (R. Fan et al., arXiv 2402.12219, section on factuality).
     *
     * @return the protocol
     */
    public static JudgeProtocol factuality() {
        return rating("factuality", "rate-factuality.txt", 1024, VerdictForm.RATING);
    }

    /**
     * The second turn of MT-Bench: the first turn is shown, the second answer is graded.
     *
     * @return the protocol
     */
    public static JudgeProtocol mtBenchSecondTurn() {
        return rating("mt-bench-turn-2", "rate-second-turn.txt", 2048, VerdictForm.RATING);
    }

    /**
     * The same for mathematics, reasoning and coding, with correct solutions of both turns.
     *
     * @return the protocol
     */
    public static JudgeProtocol mtBenchSecondTurnWithReference() {
        return rating("mt-bench-turn-2-reference", "rate-second-turn-reference.txt", 2048, VerdictForm.RATING);
    }

    /**
     * FairEval: two ratings after the reasons of several draws, averaged over both orders (P. Wang et al., arXiv 2305.17926; three draws an
     * order there, at temperature 1).
     *
     * @return the protocol
     */
    public static JudgeProtocol fairEval() {
        JudgeProtocol greedy = rating("fair-eval", "rate-two.txt", 1024, VerdictForm.TWO_RATINGS);
        SamplingSettings drawn = new SamplingSettings(1, 1, 0, 1024, 1, List.of(), 0);
        return new JudgeProtocol(greedy.name, greedy.version, "", greedy.template, drawn, greedy.form, true);
    }

    /**
     * AlpacaEval's other way to ask: a list of both answers with their ranks, as its annotators get it from a function call.
     *
     * @return the protocol
     */
    public static JudgeProtocol alpacaEvalRanking() {
        return rating("alpaca-eval-ranking", "rank.txt", 256, VerdictForm.RANKING);
    }

    /**
     * AlpacaEval 2: one letter, of which the probabilities count ({@link WeightedJudge}).
     *
     * @return the protocol
     */
    public static JudgeProtocol alpacaEvalWeighted() {
        return rating("alpaca-eval-weighted", "prefer-letter.txt", 1, VerdictForm.LETTER);
    }

    /**
     * MT-Bench's pairwise mode, a turn's two answers compared (L. Zheng et al., arXiv 2306.05685).
     *
     * @param turn 1 or 2; of the second, both first answers are shown
     * @param reference whether a correct solution is shown, as for mathematics, reasoning and coding
     * @return the protocol
     */
    static JudgeProtocol mtBenchPair(int turn, boolean reference) {
        String about = (turn == 1 ? "" : "-turn-2") + (reference ? "-reference" : "");
        String resource = "compare" + (turn == 1 ? "" : "-second-turn") + (reference ? "-reference" : "") + ".txt";
        return rating("mt-bench-pair" + about, resource, 2048, VerdictForm.LETTER);
    }

    /** The conversation that asks. */
    List<Turn> turns(Map<String, String> shown) {
        Turn asked = new Turn(Role.USER, template.fill(shown));
        return system.isEmpty() ? List.of(asked) : List.of(new Turn(Role.SYSTEM, system), asked);
    }

    /** How often it is asked at most. */
    int attempts(int configured) {
        return asksAgain ? configured : 1;
    }

    /** Whether both orders' ratings are averaged, as FairEval does, and do not have to agree. */
    boolean averagesOrders() {
        return name.equals("fair-eval");
    }

    /** Whether the protocol compares two answers. */
    boolean compares() {
        return form.compares();
    }

    /** The protocol's part of a score's name: its version, and how replies are drawn. */
    String shown() {
        return name + "/" + version + " (temperature " + sampling.temperature() + ", " + sampling.maxNewTokens()
                + " tokens)";
    }

    private static JudgeProtocol rating(String name, String resource, int maxNewTokens, VerdictForm form) {
        PromptTemplate template = PromptTemplate.resource(JudgeProtocol.class, resource);
        return new JudgeProtocol(name, VERSION, "", template, SamplingSettings.greedy(maxNewTokens), form, true);
    }
}
