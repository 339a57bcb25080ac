package org.reformatted.eval.judge;

import java.util.Map;
import java.util.OptionalDouble;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.TokenLogprob;

/**
 * Compares two answers by the probabilities of the judge's first token, as AlpacaEval 2 does (Y. Dubois et al., arXiv 2404.04475): the
 * share of B among A and B, in both orders. A model that tells no probabilities gives no verdict, which is counted.
 */
public final class WeightedJudge {
    private static final int TOP = 5;
    private final ChatModel model;
    private final JudgeProtocol protocol = JudgeProtocol.alpacaEvalWeighted();

    /**
     * Makes a judge.
     *
     * @param model who judges, one that tells the probabilities of tokens
     */
    public WeightedJudge(ChatModel model) {
        this.model = model;
    }

    /**
     * The judge's part of a score's name.
     *
     * @return protocol, version, settings and model
     */
    public String name() {
        return protocol.shown() + " by " + model.identity();
    }

    /**
     * Compares two answers.
     *
     * @param question what was asked
     * @param answer the answer that is scored
     * @param baseline what it is compared with
     * @return the chance in [0, 1] that the judge prefers {@code answer}, over both orders; nothing when one of them has none
     */
    public OptionalDouble compare(String question, String answer, String baseline) {
        OptionalDouble second = shareOfSecond(question, baseline, answer);
        OptionalDouble first = shareOfSecond(question, answer, baseline);
        return first.isPresent() && second.isPresent()
                ? OptionalDouble.of((second.getAsDouble() + 1 - first.getAsDouble()) / 2)
                : OptionalDouble.empty();
    }

    private OptionalDouble shareOfSecond(String question, String first, String second) {
        String prompt = protocol.template().fill(Map.of("question", question, "first", first, "second", second));
        ChatRequest asked = ChatRequest.of(prompt, protocol.sampling());
        Completion completion = model.complete(new ChatRequest(asked.turns(), asked.sampling(), TOP));
        return completion.candidates().get(0).logprobs().stream()
                .findFirst()
                .map(WeightedJudge::shareOfB)
                .orElse(OptionalDouble.empty());
    }

    private static OptionalDouble shareOfB(TokenLogprob token) {
        double a = probability(token, "A");
        double b = probability(token, "B");
        return a + b > 0 ? OptionalDouble.of(b / (a + b)) : OptionalDouble.empty();
    }

    private static double probability(TokenLogprob token, String letter) {
        return token.top().entrySet().stream()
                .filter(entry -> entry.getKey().strip().equals(letter))
                .mapToDouble(entry -> Math.exp(entry.getValue()))
                .sum();
    }
}
