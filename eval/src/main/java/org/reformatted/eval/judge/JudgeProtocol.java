package org.reformatted.eval.judge;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * How a judge is asked, how its replies are read and what they add up to. Protocols are files: ours are bundled ({@link ProtocolFile}), the
 * published ones are read from their projects' own ({@link ProtocolSource}). A score's name states the protocol and a hash of its content.
 *
 * @param name such as {@code mt-bench}
 * @param version of ours, incremented when verdicts of existing replies change; of others 1
 * @param digest the first eight hexadecimal digits of the hash of the files that state it
 * @param prompts what is asked, by turn and by whether right answers are shown
 * @param sampling how replies are drawn
 * @param topLogprobs for how many of the likeliest tokens the probabilities are asked; 0 asks for none
 * @param parameters the fields of a request's body beside model and messages as the protocol names them; empty sends {@code sampling}
 * @param parser how verdicts are read
 * @param order in which order two answers are shown
 * @param aggregation what the verdicts on two answers add up to
 * @param references which questions a right answer is shown with
 * @param samples how many verdicts make up one, unless a config says otherwise
 * @param asksAgain whether a reply without a verdict is asked for again
 * @param publishedWith the model that the protocol was published with, empty when it names none
 */
record JudgeProtocol(
        String name,
        int version,
        String digest,
        List<JudgePrompt> prompts,
        SamplingSettings sampling,
        int topLogprobs,
        Map<String, Object> parameters,
        VerdictParser parser,
        AnswerOrder order,
        Aggregation aggregation,
        References references,
        int samples,
        boolean asksAgain,
        String publishedWith) {
    JudgeProtocol {
        Check.argument(!name.isEmpty(), "name (%s) must not be empty", name);
        Check.argument(!prompts.isEmpty(), "prompts must not be empty");
        Check.argument(samples > 0, "samples (%s) must be positive", samples);
        Check.argument(
                order == AnswerOrder.BOTH || aggregation == Aggregation.PREFERENCE,
                "order (%s) needs aggregation preference: only a preference can be read from one order",
                order);
        prompts = List.copyOf(prompts);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** In which order two answers are shown. */
    public enum AnswerOrder {
        /** Each pair is asked about in both orders. */
        BOTH,
        /** One order, drawn from the question as AlpacaEval draws it. */
        DRAWN,
        /** The answer that is compared with comes first. */
        BASELINE_FIRST
    }

    /** What the verdicts on two answers add up to. */
    public enum Aggregation {
        /** The verdict on which both orders agree; else a tie. */
        AGREEMENT,
        /** The answer with the higher mean of ratings over both orders. */
        MEAN_RATINGS,
        /** The mean share by which the scored answer is preferred, over the orders. */
        PREFERENCE
    }

    /** Which questions a right answer is shown with. */
    public enum References {
        /** None. */
        NONE,
        /** MT-Bench's of mathematics, reasoning and coding; without one, the score's name says so. */
        MT_BENCH,
        /** Each; an answer without one is refused. */
        ALWAYS
    }

    boolean compares() {
        return parser.compares();
    }

    boolean hasSecondTurn() {
        return prompts.stream().anyMatch(prompt -> prompt.turn() == 2);
    }

    /** The prompt of a turn, with right answers where these are known and a prompt shows them. */
    JudgePrompt prompt(int turn, boolean solved) {
        return prompts.stream()
                .filter(prompt -> prompt.turn() == turn && prompt.reference() == solved)
                .findFirst()
                .or(() ->
                        prompts.stream().filter(prompt -> prompt.turn() == turn).findFirst())
                .orElseThrow(() -> new IllegalArgumentException("protocol " + name + " has no prompt of turn " + turn));
    }

    /** A request; where a format for the reply is added to our settings, they are sent with the seed of this draw. */
    ChatRequest request(List<Turn> turns, SamplingSettings drawn) {
        Map<String, Object> sent = new LinkedHashMap<>(parameters);
        sent.computeIfPresent("seed", (name, seed) -> drawn.seed());
        return new ChatRequest(turns, drawn, topLogprobs, sent);
    }

    /** How often it is asked at most. */
    int attempts(int configured) {
        return asksAgain ? configured : 1;
    }

    /** The protocol's part of a score's name: its version, the hash of its content, and how replies are drawn. */
    String shown() {
        return shown(name);
    }

    /** The same in a row, which names its prompt. */
    String shown(String prompt) {
        return prompt + "/" + version + "@" + digest + " (temperature " + sampling.temperature() + ", "
                + sampling.maxNewTokens() + " tokens" + (parser instanceof StructuredVerdict ? ", JSON)" : ")");
    }

    /** Who judged by it: the part of a score's name that names the model, and the one it was published with if that is another. */
    String by(String model, String samplesShown) {
        boolean other = !publishedWith.isEmpty() && !publishedWith.equals(model);
        return samplesShown + " by " + model + (other ? " (published with " + publishedWith + ")" : "");
    }

    /**
     * The same, asking for JSON by a schema.
     *
     * @throws IllegalArgumentException when its verdicts are not in a form of ours
     */
    JudgeProtocol structured(StructuredOutput output) {
        Check.argument(
                parameters.isEmpty() && parser instanceof VerdictForm,
                "structuredOutput is not allowed with protocol %s: the published protocol does not ask for it",
                name);
        StructuredVerdict json = StructuredVerdict.of((VerdictForm) parser, name);
        Map<String, Object> sent = sampling.parameters();
        sent.put("response_format", json.responseFormat(output));
        return new JudgeProtocol(
                name,
                version,
                digest,
                prompts.stream().map(prompt -> prompt.with(json.instruction())).toList(),
                sampling,
                topLogprobs,
                sent,
                json,
                order,
                aggregation,
                references,
                samples,
                asksAgain,
                publishedWith);
    }
}
