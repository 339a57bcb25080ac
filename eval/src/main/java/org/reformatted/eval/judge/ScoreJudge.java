package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.ChatModel;

/** Rates single answers. */
public final class ScoreJudge {
    private final JudgeProtocol protocol;
    private final JudgeRequest request;
    private final int samples;

    /**
     * Makes a judge that rates an answer once.
     *
     * @param model who judges
     * @param protocol how it is asked, of a rating
     * @param attempts how often it is asked at most when its reply holds no rating
     */
    public ScoreJudge(ChatModel model, JudgeProtocol protocol, int attempts) {
        this(model, protocol, attempts, 1);
    }

    /**
     * Makes a judge.
     *
     * @param model who judges
     * @param protocol how it is asked, of a rating
     * @param attempts how often it is asked at most when its reply holds no rating
     * @param samples how many ratings make up an answer's
     */
    public ScoreJudge(ChatModel model, JudgeProtocol protocol, int attempts, int samples) {
        Check.argument(!protocol.compares(), "protocol (%s) must ask for one rating", protocol.name());
        Check.argument(samples > 0, "samples (%s) must be positive", samples);
        this.protocol = protocol;
        this.request = new JudgeRequest(model, protocol.attempts(attempts));
        this.samples = samples;
    }

    /**
     * The judge's part of a score's name.
     *
     * @return protocol, version, settings and model, such as {@code mt-bench/2 (temperature 0.0, 2048 tokens) by gpt-4-0613}
     */
    public String name() {
        return protocol.shown() + (samples == 1 ? "" : ", mean of " + samples) + " by "
                + request.model().identity();
    }

    /**
     * Rates an answer.
     *
     * @param question what was asked
     * @param answer what was answered
     * @param reference what is right, for protocols that show it
     * @return the rating; one outside 1 to 10 is a failure with its cause
     */
    public Rating rate(String question, String answer, Optional<String> reference) {
        return rate(Map.of("question", question, "answer", answer), reference);
    }

    /** The same for protocols that show more than question and answer. */
    Rating rate(Map<String, String> shown, Optional<String> reference) {
        Map<String, String> slots = new HashMap<>(shown);
        if (protocol.template().slots().contains("reference")) {
            slots.put(
                    "reference",
                    reference.orElseThrow(() -> new IllegalArgumentException(
                            "protocol (" + protocol.name() + ") needs a reference for each question")));
        }
        List<Turn> prompt = protocol.turns(slots);
        List<Double> values = new ArrayList<>();
        List<String> replies = new ArrayList<>();
        List<String> causes = new ArrayList<>();
        for (int sample = 0; sample < samples; sample++) {
            JudgeRequest.Outcome outcome = request.ask(prompt, protocol.sampling(), sample, protocol.form());
            values.addAll(outcome.verdict().values());
            replies.add(outcome.reply());
            causes.addAll(outcome.causes());
        }
        OptionalDouble mean = values.stream().mapToDouble(Double::doubleValue).average();
        return new Rating(mean, values, replies, causes);
    }
}
