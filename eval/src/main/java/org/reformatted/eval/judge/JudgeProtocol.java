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
 * A protocol defines the requests to a judge, how its replies are read and how verdicts are combined. Protocols are files: those of this project are
 * bundled ({@link ProtocolFile}), published ones are read from the files of their projects ({@link ProtocolSource}). A score's name contains the
 * protocol and a hash of its content.
 *
 * @param name the name, such as {@code mt-bench}
 * @param version for protocols of this project, incremented when verdicts of existing replies change; 1 for others
 * @param digest the first eight hexadecimal digits of the hash of the files that define it
 * @param prompts the prompts, by turn and by whether right answers are shown
 * @param sampling how replies are sampled
 * @param topLogprobs number of most likely tokens whose probabilities are requested; 0 requests none
 * @param parameters the fields of a request's body in addition to model and messages, with the protocol's names; when empty, {@code sampling} is sent
 * @param parser how verdicts are read
 * @param order the order in which two answers are shown
 * @param aggregation how the verdicts on two answers are combined
 * @param references the questions with which a right answer is shown
 * @param samples number of replies that are combined into one verdict, unless a config sets another number
 * @param asksAgain whether the request is repeated after a reply without a verdict
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

    /** The order in which two answers are shown. */
    public enum AnswerOrder {
        /** Each pair is judged in both orders. */
        BOTH,
        /** One pseudo-random order that depends on the question, as in AlpacaEval. */
        DRAWN,
        /** The baseline answer is shown first. */
        BASELINE_FIRST
    }

    /** How the verdicts on two answers are combined. */
    public enum Aggregation {
        /** The verdict if both orders agree; else a tie. */
        AGREEMENT,
        /** The answer with the higher mean of ratings over both orders. */
        MEAN_RATINGS,
        /** The mean share by which the scored answer is preferred, over the orders. */
        PREFERENCE
    }

    /** The questions with which a right answer is shown. */
    public enum References {
        /** No question. */
        NONE,
        /** Questions of MT-Bench in mathematics, reasoning and coding; the score's name states if answers are missing. */
        MT_BENCH,
        /** Every question; an answer without a reference is an error. */
        ALWAYS
    }

    boolean compares() {
        return parser.compares();
    }

    boolean hasSecondTurn() {
        return prompts.stream().anyMatch(prompt -> prompt.turn() == 2);
    }

    /** Returns the prompt of a turn, with right answers where these are known and a prompt shows them. */
    JudgePrompt prompt(int turn, boolean solved) {
        return prompts.stream()
                .filter(prompt -> prompt.turn() == turn && prompt.reference() == solved)
                .findFirst()
                .or(() ->
                        prompts.stream().filter(prompt -> prompt.turn() == turn).findFirst())
                .orElseThrow(() -> new IllegalArgumentException("protocol " + name + " has no prompt of turn " + turn));
    }

    /** Creates a request; if its parameters contain a seed, this is replaced with the seed of this draw. */
    ChatRequest request(List<Turn> turns, SamplingSettings drawn) {
        Map<String, Object> sent = new LinkedHashMap<>(parameters);
        sent.computeIfPresent("seed", (name, seed) -> drawn.seed());
        return new ChatRequest(turns, drawn, topLogprobs, sent);
    }

    /** Returns the maximum number of requests for a verdict. */
    int attempts(int configured) {
        return asksAgain ? configured : 1;
    }

    /** Returns the protocol's part of a score's name: its name, its version, the hash of its content, and the sampling of replies. */
    String shown() {
        return shown(name);
    }

    /** Returns the same for a row, with the name of its prompt. */
    String shown(String prompt) {
        return prompt + "/" + version + "@" + digest + " (temperature " + sampling.temperature() + ", "
                + sampling.maxNewTokens() + " tokens" + (parser instanceof StructuredVerdict ? ", JSON)" : ")");
    }

    /** Returns the part of a score's name that names the judge model, and the model of the publication if that is another. */
    String by(String model, String samplesShown) {
        boolean other = !publishedWith.isEmpty() && !publishedWith.equals(model);
        return samplesShown + " by " + model + (other ? " (published with " + publishedWith + ")" : "");
    }

    /**
     * Returns a copy that requests JSON with a schema.
     *
     * @throws IllegalArgumentException when its verdicts are not in a form of this project
     */
    JudgeProtocol structured(StructuredOutput output) {
        Check.argument(
                parameters.isEmpty() && parser instanceof VerdictForm,
                "structuredOutput is not allowed with protocol %s: the published protocol does not use it",
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
