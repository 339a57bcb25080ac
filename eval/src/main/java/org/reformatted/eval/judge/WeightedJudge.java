package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatOutcome;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.TokenLogprob;

/**
 * Compares two answers by the probabilities of the judge's first token, as AlpacaEval 2 does (Y. Dubois et al., arXiv 2404.04475): the
 * share of B among A and B, in both orders. A model that reports no probabilities gives no verdict, which is counted.
 */
public final class WeightedJudge {
    private static final int TOP = 5;
    private static final String NEITHER = "neither letter among the likeliest tokens";
    private final ChatModel model;
    private final int attempts;
    private final JudgeProtocol protocol = JudgeProtocol.alpacaEvalWeighted();

    /**
     * Makes a judge.
     *
     * @param model who judges, one that tells the probabilities of tokens
     * @param attempts how often it is asked at most when neither letter is among the likeliest tokens
     */
    public WeightedJudge(ChatModel model, int attempts) {
        Check.argument(attempts > 0, "attempts (%s) must be positive", attempts);
        this.model = model;
        this.attempts = attempts;
    }

    /**
     * What came of a comparison.
     *
     * @param chance in [0, 1] that the judge prefers the answer that is scored, over both orders; nothing when one of them has none
     * @param causes why replies held no verdict, one each
     */
    public record Outcome(OptionalDouble chance, List<String> causes) {
        /** Copies the list. */
        public Outcome {
            causes = List.copyOf(causes);
        }

        /**
         * How many replies held no verdict.
         *
         * @return the number
         */
        public int failures() {
            return causes.size();
        }
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
     * @return the chance over both orders, and how many replies were of no use
     */
    public Outcome compare(String question, String answer, String baseline) {
        Outcome second = shareOfSecond(question, baseline, answer);
        Outcome first = shareOfSecond(question, answer, baseline);
        OptionalDouble chance = first.chance.isPresent() && second.chance.isPresent()
                ? OptionalDouble.of((second.chance.getAsDouble() + 1 - first.chance.getAsDouble()) / 2)
                : OptionalDouble.empty();
        List<String> causes = new ArrayList<>(first.causes);
        causes.addAll(second.causes);
        return new Outcome(chance, causes);
    }

    private Outcome shareOfSecond(String question, String first, String second) {
        String prompt = protocol.template().fill(Map.of("question", question, "first", first, "second", second));
        List<Turn> turns = new ArrayList<>(List.of(new Turn(Role.USER, prompt)));
        List<String> causes = new ArrayList<>();
        for (int attempt = 0; attempt < attempts; attempt++) {
            ChatRequest request = new ChatRequest(turns, JudgeRequest.seeded(protocol.sampling(), attempt), TOP);
            ChatOutcome outcome = ChatOutcome.of(model, request);
            if (outcome instanceof ChatOutcome.Failed failed) {
                causes.add(JudgeRequest.cause(failed));
                break;
            }
            Completion completion = ((ChatOutcome.Answered) outcome).completion();
            OptionalDouble share = completion.candidates().get(0).logprobs().stream()
                    .findFirst()
                    .map(WeightedJudge::shareOfB)
                    .orElse(OptionalDouble.empty());
            if (share.isPresent()) {
                return new Outcome(share, causes);
            }
            causes.add(JudgeRequest.isFiltered(completion.candidates().get(0)) ? JudgeRequest.FILTERED : NEITHER);
            turns.addAll(JudgeRequest.reminder(completion.text(), "A or B"));
        }
        return new Outcome(OptionalDouble.empty(), causes);
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
