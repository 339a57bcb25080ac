package org.reformatted.realign.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A line of a batch's output or error file: the result of one request.
 *
 * @param key the request's custom id
 * @param line the line
 * @param place the model's identity, for messages
 */
record BatchResult(String key, JsonNode line, String place) {
    private static final int OK = 200;

    /** Of two lines for one request, returns the one with an answer, or the first if both or neither have one. */
    static BatchResult better(BatchResult first, BatchResult second) {
        return !first.isAnswer() && second.isAnswer() ? second : first;
    }

    private boolean isAnswer() {
        return line.path("response").path("status_code").asInt() == OK
                && line.path("response").path("body").path("choices").size() > 0;
    }

    /**
     * Returns the answer.
     *
     * @throws TransientChatException when another batch may give an answer
     * @throws ChatModelException when the request is refused permanently
     */
    Completion completion(ChatRequest request, String model) {
        JsonNode response = line.path("response");
        JsonNode body = response.path("body");
        int status = response.path("status_code").asInt();
        if (status == OK && OpenAiError.within(body).isEmpty()) {
            OpenAiReply reply =
                    new OpenAiReply(body, place, request.parameters().containsKey("tools"));
            return new Completion(reply.candidates(), reply.usage(request), reply.model(model));
        }
        if (response.isObject()) {
            throw OpenAiError.of(status, body.toString()).exception(place, Optional.empty());
        }
        String fault = line.path("error").path("code").asText() + ": "
                + line.path("error").path("message").asText();
        throw new TransientChatException(
                FailureCause.SERVICE_ERROR, place + " left a request of a batch open: " + fault, Optional.empty());
    }
}
