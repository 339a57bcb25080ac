package org.reformatted.realign.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Redactor;

/**
 * The files and batches of a service with OpenAI's batch API. Before a request that may have arrived is sent again, the service is searched for the
 * batch's name, which is in the batch's metadata and is the name of its file.
 */
final class BatchApi {
    private static final String NAME = "reformatted";
    private static final int PAGE = 100;
    /**
     * The number of pages of a list that are searched: the newest entries come first, and only batches of a run that is being resumed are searched
     * for.
     */
    private static final int MOST_PAGES = 20;

    private static final Set<String> ENDED = Set.of("completed", "failed", "expired", "cancelled");

    private final ServiceClient client;
    private final RetryPolicy policy;
    private final Sleeper sleeper;

    BatchApi(ServiceClient client, RetryPolicy policy, Sleeper sleeper) {
        this.client = client;
        this.policy = policy;
        this.sleeper = sleeper;
    }

    /**
     * The state of a batch at the service.
     *
     * @param id its id
     * @param status such as {@code in_progress} or {@code completed}
     * @param output the file of answers; null when there is none
     * @param errors the file of requests that failed; null when there is none
     * @param fault why the entire batch failed; empty when it did not
     */
    record Batch(
            String id,
            String status,
            @Nullable String output,
            @Nullable String errors,
            String fault) {
        static Batch of(JsonNode node, String place) {
            if (!node.path("id").isTextual() || !node.path("status").isTextual()) {
                throw unknownForm(place, "a batch without \"id\" or \"status\"");
            }
            StringBuilder fault = new StringBuilder();
            for (JsonNode error : node.path("errors").path("data")) {
                fault.append(fault.isEmpty() ? "" : "; ")
                        .append(error.path("code").asText())
                        .append(": ")
                        .append(error.path("message").asText());
            }
            return new Batch(
                    node.path("id").asText(),
                    node.path("status").asText(),
                    text(node, "output_file_id"),
                    text(node, "error_file_id"),
                    Redactor.hide(fault.toString()));
        }

        private static @Nullable String text(JsonNode node, String field) {
            return node.path(field).isTextual() ? node.path(field).textValue() : null;
        }

        boolean hasEnded() {
            return ENDED.contains(status);
        }
    }

    /** Sends a batch with a new name: the service is searched for it only after a failed attempt. */
    Batch sent(String name, Supplier<String> lines) {
        return sent(name, lines, new AtomicBoolean());
    }

    /** Sends a batch, unless the service already has it from an earlier process. */
    Batch sentOnce(String name, Supplier<String> lines) {
        return sent(name, lines, new AtomicBoolean(true));
    }

    private Batch sent(String name, Supplier<String> lines, AtomicBoolean mayBeThere) {
        return repeated(() -> {
            boolean search = mayBeThere.getAndSet(true);
            Optional<Batch> known = search ? find(name) : Optional.empty();
            if (known.isPresent()) {
                return known.get();
            }
            ObjectNode body = Json.MAPPER
                    .createObjectNode()
                    .put("input_file_id", uploaded(name, lines, search))
                    .put("endpoint", "/v1/chat/completions")
                    .put("completion_window", "24h");
            body.putObject("metadata").put(NAME, name);
            return batch(client.json(client.post("/batches", body).build()));
        });
    }

    /** Looks for a batch of this name. */
    Optional<Batch> found(String name) {
        return repeated(() -> find(name));
    }

    private Optional<Batch> find(String name) {
        return listed(
                        "/batches",
                        batch -> batch.path("metadata").path(NAME).asText().equals(name),
                        () -> {
                            throw new ChatStoppedException(client.place() + " does not list its batches, and " + name
                                    + " may have arrived there; it is not sent again, so that nothing is paid twice;"
                                    + " look for that file in the service's own view, and run without batch if it"
                                    + " is not there");
                        })
                .map(this::batch);
    }

    private Batch batch(JsonNode node) {
        return Batch.of(node, client.place());
    }

    private static TransientChatException unknownForm(String place, String found) {
        return new TransientChatException(
                FailureCause.UNKNOWN_FORM, place + " sent " + found, Optional.empty(), OpenAiReply.ATTEMPTS);
    }

    /** Requests the state of a batch; absent when the service no longer knows it. */
    Optional<Batch> look(String id) {
        return repeated(() ->
                client.known(client.request("/batches/" + path(id)).build()).map(this::batch));
    }

    /** Downloads the lines of a file. */
    List<String> lines(String fileId) {
        return repeated(() -> client.text(
                        client.request("/files/" + path(fileId) + "/content").build()))
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private String uploaded(String name, Supplier<String> lines, boolean mayBeThere) {
        String fileName = name + ".jsonl";
        Optional<JsonNode> known = mayBeThere
                ? listed(
                        "/files?purpose=batch",
                        file -> file.path("filename").asText().equals(fileName),
                        MissingNode::getInstance) // a file costs nothing
                : Optional.empty();
        if (known.isPresent()) {
            return known.get().path("id").asText();
        }
        String boundary = "reformatted-" + name;
        String form = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                + "\"\r\nContent-Type: application/jsonl\r\n\r\n" + lines.get() + "\r\n--" + boundary + "--\r\n";
        HttpRequest request = client.request("/files")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        JsonNode id = client.json(request).path("id");
        if (!id.isTextual()) {
            throw unknownForm(client.place(), "an uploaded file without \"id\"");
        }
        return id.textValue();
    }

    /** Finds the first matching entry of a list, newest first, page by page; {@code otherwise} replaces a page of a service without this list. */
    private Optional<JsonNode> listed(String path, Predicate<JsonNode> fits, Supplier<JsonNode> otherwise) {
        String after = "";
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            String query = (path.contains("?") ? "&" : "?") + "limit=" + PAGE
                    + (after.isEmpty() ? "" : "&after=" + path(after));
            JsonNode page = client.known(client.request(path + query).build()).orElseGet(otherwise);
            if (!page.isMissingNode() && !page.path("data").isArray()) {
                throw unknownForm(client.place(), "a list without \"data\"");
            }
            String last = "";
            for (JsonNode item : page.path("data")) {
                if (fits.test(item)) {
                    return Optional.of(item);
                }
                last = item.path("id").asText();
            }
            if (!page.path("has_more").asBoolean() || last.isEmpty() || last.equals(after)) {
                return Optional.empty();
            }
            after = last;
        }
        return Optional.empty();
    }

    private static String path(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    private <T> T repeated(Supplier<T> call) {
        for (int failures = 1; ; failures++) {
            try {
                return call.get();
            } catch (TransientChatException e) {
                if (failures >= Math.min(policy.attempts(), e.mostAttempts())) {
                    throw new ChatStoppedException(
                            "the batch API of " + client.place() + " gave no answer in " + failures
                                    + " attempts; the last one: " + e.getMessage()
                                    + "; run again to go on, batches under way are kept");
                }
                sleeper.pause(policy.delay(failures, new Random(failures)));
            }
        }
    }
}
