package org.reformatted.realign.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Redactor;

/** Reads the body of a chat-completions reply with status 200. */
final class OpenAiReply {
    /** The maximum number of attempts when a complete reply can't be used; they take seconds. */
    static final int ATTEMPTS = 4;

    private static final Set<String> STOPS = Set.of("stop", "end_turn", "eos", "eos_token", "stop_sequence");
    private static final Set<String> LIMITS = Set.of("length", "max_tokens", "model_length");
    private static final Set<String> FILTERS =
            Set.of("content_filter", "safety", "recitation", "refusal", "prohibited_content", "blocklist", "spii");
    private static final Set<String> BROKEN = Set.of("error", "abort", "insufficient_system_resource");
    private static final long FRAME = 16;
    private static final long HIDDEN = 1000;

    private final JsonNode body;
    private final String place;
    private final boolean tools;

    /** Reads a reply. If {@code tools} were offered, its text is the arguments of its first tool call, otherwise the content. */
    OpenAiReply(JsonNode body, String place, boolean tools) {
        this.body = body;
        this.place = place;
        this.tools = tools;
    }

    /** Returns the candidates, at least one. */
    List<Completion.Candidate> candidates() {
        List<Completion.Candidate> candidates = new ArrayList<>();
        for (JsonNode choice : body.path("choices")) {
            candidates.add(candidate(choice));
        }
        if (candidates.isEmpty()) {
            throw unknownForm("a reply without choices");
        }
        return candidates;
    }

    private Completion.Candidate candidate(JsonNode choice) {
        JsonNode message = choice.path("message");
        FinishReason reason = reason(choice.path("finish_reason").asText());
        Optional<String> text = called(message).or(() -> text(message.path("content")));
        if (text.isEmpty() && message.path("refusal").isTextual()) {
            return new Completion.Candidate("", FinishReason.CONTENT_FILTER);
        }
        boolean mayBeEmpty = reason == FinishReason.CONTENT_FILTER || reason == FinishReason.LENGTH;
        if (text.isEmpty() && !mayBeEmpty) {
            throw unknownForm("a choice without text");
        }
        if (!Json.isUnicode(text.orElse(""))) {
            throw unknownForm("a text with half of a surrogate pair, which is no character");
        }
        return new Completion.Candidate(Redactor.hide(text.orElse("")), reason, logprobs(choice));
    }

    private Optional<String> called(JsonNode message) {
        JsonNode arguments = message.path("tool_calls").path(0).path("function").path("arguments");
        return tools && arguments.isTextual() ? Optional.of(arguments.textValue()) : Optional.empty();
    }

    /** Reads a text, or joins the texts of a list of parts; parts that are not text, such as reasoning, are left out. */
    private static Optional<String> text(JsonNode content) {
        if (content.isTextual()) {
            return Optional.of(content.textValue());
        }
        StringBuilder joined = new StringBuilder();
        boolean found = false;
        for (JsonNode part : content) {
            String type = part.path("type").asText("text");
            JsonNode text = part.isTextual() ? part : part.path("text");
            if (text.isTextual() && (type.equals("text") || type.equals("output_text"))) {
                joined.append(text.textValue());
                found = true;
            }
        }
        return found ? Optional.of(joined.toString()) : Optional.empty();
    }

    private FinishReason reason(String given) {
        String name = given.toLowerCase(Locale.ROOT);
        if (BROKEN.contains(name)) {
            throw new TransientChatException(
                    FailureCause.SERVICE_ERROR, place + " cut the reply: finish_reason " + given, Optional.empty());
        }
        if (FILTERS.contains(name)) {
            return FinishReason.CONTENT_FILTER;
        }
        if (LIMITS.contains(name)) {
            return FinishReason.LENGTH;
        }
        return STOPS.contains(name) ? FinishReason.STOP : FinishReason.OTHER;
    }

    private static List<TokenLogprob> logprobs(JsonNode choice) {
        List<TokenLogprob> tokens = new ArrayList<>();
        for (JsonNode token : choice.path("logprobs").path("content")) {
            Map<String, Double> top = new TreeMap<>();
            for (JsonNode other : token.path("top_logprobs")) {
                top.put(other.path("token").asText(), other.path("logprob").asDouble());
            }
            tokens.add(new TokenLogprob(
                    token.path("token").asText(), token.path("logprob").asDouble(), top));
        }
        return tokens;
    }

    private TransientChatException unknownForm(String found) {
        return new TransientChatException(
                FailureCause.UNKNOWN_FORM, place + " sent " + found, Optional.empty(), ATTEMPTS);
    }

    /**
     * Returns the tokens of the reply. A number that is missing, not positive, or far above the requested maximum is replaced by an upper estimate:
     * one token for each byte, but not more than the request allows.
     */
    Usage usage(ChatRequest request) {
        Usage most = MeteredChatModel.most(request);
        JsonNode usage = body.path("usage");
        long written = Math.min(written(), most.completionTokens());
        return new Usage(
                plausible(usage.path("prompt_tokens"), most.promptTokens(), most.promptTokens()),
                plausible(usage.path("completion_tokens"), most.completionTokens(), written));
    }

    private static long plausible(JsonNode given, long most, long otherwise) {
        boolean usable = given.isNumber() && given.asLong() <= 2 * most + HIDDEN;
        return usable && (given.asLong() > 0 || (given.asLong() == 0 && otherwise == 0)) ? given.asLong() : otherwise;
    }

    private long written() {
        long bytes = 0;
        for (JsonNode choice : body.path("choices")) {
            for (JsonNode part : choice.path("message")) {
                long length = part.isTextual()
                        ? part.textValue().getBytes(StandardCharsets.UTF_8).length
                        : text(part).orElse("").getBytes(StandardCharsets.UTF_8).length;
                bytes += length;
            }
            bytes += FRAME;
        }
        return bytes;
    }

    /** Returns the model's name in the reply. */
    String model(String otherwise) {
        return Redactor.hide(body.path("model").asText(otherwise));
    }
}
