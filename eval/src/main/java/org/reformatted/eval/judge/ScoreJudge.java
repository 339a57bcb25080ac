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
final class ScoreJudge {
    private final JudgeProtocol protocol;
    private final JudgeRequest request;
    private final int samples;

    /**
     * Creates a judge that rates an answer once.
     *
     * @param model the model that judges
     * @param protocol a protocol that rates one answer
     * @param attempts maximum number of requests for a rating
     */
    ScoreJudge(ChatModel model, JudgeProtocol protocol, int attempts) {
        this(model, protocol, attempts, 1);
    }

    /**
     * Creates a judge.
     *
     * @param model the model that judges
     * @param protocol a protocol that rates one answer
     * @param attempts maximum number of requests for a rating
     * @param samples number of ratings that are averaged for an answer
     */
    ScoreJudge(ChatModel model, JudgeProtocol protocol, int attempts, int samples) {
        Check.argument(!protocol.compares(), "protocol (%s) must request one rating", protocol.name());
        Check.argument(samples > 0, "samples (%s) must be positive", samples);
        this.protocol = protocol;
        this.request = new JudgeRequest(model, attempts);
        this.samples = samples;
    }

    /**
     * Returns the judge's part of a score's name.
     *
     * @return protocol, version, hash, settings and model, such as {@code mt-bench/2@0a1b2c3d (temperature 0.0, 2048 tokens) by gpt-4-0613}
     */
    String name() {
        return named(protocol.shown());
    }

    /** Returns the same for rows, with the name of the prompt. */
    String name(JudgePrompt prompt) {
        return named(protocol.shown(prompt.name()));
    }

    private String named(String shown) {
        return shown + protocol.by(request.model().identity(), samples == 1 ? "" : ", mean of " + samples);
    }

    /**
     * Rates an answer of a conversation's first turn.
     *
     * @param question the question
     * @param answer the answer
     * @param reference the reference answer, for protocols that show it
     * @return the rating; a value outside 1 to 10 is a failure with its cause
     */
    Rating rate(String question, String answer, Optional<String> reference) {
        Map<String, String> shown = new HashMap<>(Map.of("question", question, "answer", answer));
        reference.ifPresent(text -> shown.put("reference", text));
        JudgePrompt prompt = protocol.prompt(1, reference.isPresent());
        Check.argument(
                reference.isPresent() || !prompt.slots().contains("reference"),
                "protocol (%s) needs a reference for each question",
                protocol.name());
        return rate(prompt, shown);
    }

    /** Rates the texts that fill a prompt. */
    Rating rate(JudgePrompt prompt, Map<String, String> shown) {
        List<Turn> asked = prompt.turns(shown);
        List<Double> values = new ArrayList<>();
        List<String> replies = new ArrayList<>();
        List<String> causes = new ArrayList<>();
        for (int sample = 0; sample < samples; sample++) {
            JudgeRequest.JudgeReply outcome = request.ask(protocol, asked, sample);
            values.addAll(outcome.verdict().values());
            replies.add(outcome.reply());
            causes.addAll(outcome.causes());
        }
        OptionalDouble mean = values.stream().mapToDouble(Double::doubleValue).average();
        return new Rating(mean, values, replies, causes);
    }
}
