package org.reformatted.realign.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Redactor;

/**
 * An error that a service reports instead of an answer.
 *
 * @param status the HTTP status, or the status in the body of a reply with status 200
 * @param message the service's message and code, without keys
 */
record OpenAiError(int status, String message) {
    private static final int LONGEST = 500;

    /** Reads the body of a reply whose status is not 200. */
    static OpenAiError of(int status, String body) {
        try {
            JsonNode error = Json.MAPPER.readTree(body).path("error");
            return new OpenAiError(status, error.isMissingNode() ? shortened(body) : message(error));
        } catch (IOException e) {
            return new OpenAiError(status, shortened(body));
        }
    }

    /** Reads the error in a body with status 200, if there is one. */
    static Optional<OpenAiError> within(JsonNode body) {
        JsonNode error = body.path("error");
        boolean none =
                error.isMissingNode() || error.isNull() || body.path("choices").size() > 0;
        if (none) {
            return Optional.empty();
        }
        JsonNode code = error.path("code").isNumber() ? error.path("code") : error.path("status");
        return Optional.of(new OpenAiError(code.asInt(200), message(error)));
    }

    private static String message(JsonNode error) {
        String message =
                error.isTextual() ? error.textValue() : error.path("message").asText();
        String code = error.path("code").asText();
        String whole = code.isEmpty() || code.equals("null") ? message : message + " (" + code + ")";
        return shortened(whole.isBlank() ? error.toString() : whole);
    }

    /** Cuts a text. Services quote keys in their errors; keys are hidden before the cut, so that no part of a key is left. */
    private static String shortened(String text) {
        String hidden = Redactor.hide(text);
        return hidden.length() <= LONGEST ? hidden : hidden.substring(0, LONGEST);
    }

    /** Returns the exception for this error, whose type decides about the request and the run. */
    ChatModelException exception(String place, Optional<Duration> retryAfter) {
        String sentence = place + " answered with " + (status == 200 ? "an error" : "status " + status)
                + (message.isEmpty() ? "" : ": " + message);
        if (status == 401
                || status == 402
                || status == 403
                || status == 404
                || message.contains("insufficient_quota")) {
            return new ChatStoppedException(sentence + "; check the key, the account and the model's name");
        }
        if (status / 100 == 3) {
            return new ChatStoppedException(sentence
                    + "; it redirects, which is not followed, so that no key is sent to another host; name the"
                    + " final address");
        }
        if (message.contains("content_filter") || message.contains("content_policy")) {
            return new ChatModelException(FailureCause.CONTENT_FILTER, sentence);
        }
        if (status == 429 || status == 409) { // 409: another request with this idempotency key is in progress
            return new TransientChatException(FailureCause.THROTTLED, sentence, retryAfter);
        }
        if (status == 200) {
            return new TransientChatException(FailureCause.SERVICE_ERROR, sentence, retryAfter, OpenAiReply.ATTEMPTS);
        }
        if (status == 408 || status == 425 || status >= 500) {
            return new TransientChatException(FailureCause.SERVICE_ERROR, sentence, retryAfter);
        }
        return new ChatModelException(FailureCause.REFUSED, sentence);
    }
}
