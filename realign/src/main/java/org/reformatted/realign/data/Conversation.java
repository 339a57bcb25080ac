package org.reformatted.realign.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;

/**
 * A sample of an instruction set, with all content of its row. The answer is the last turn of the assistant, and the question is everything before
 * it.
 *
 * @param id the identifier of the sample; unique in its file
 * @param turns at least one; a system turn, if any, comes first
 * @param category the task category; absent until a classifier or the source has set it
 * @param evidence the passages that a rewriter was given, in order; empty when nothing was retrieved
 * @param provenance facts about the sample from fields of its source that this project knows, such as {@code source} or {@code answer}
 * @param tools the tools that the assistant may call, as in the row: an array, or the text of one
 * @param fields the row's other fields, unchanged
 * @param place where the row was first read: the file's name and the line, such as {@code train.jsonl:12}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Conversation(
        String id,
        List<Turn> turns,
        @Nullable String category,
        List<Passage> evidence,
        Map<String, String> provenance,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode tools,
        Map<String, JsonNode> fields,
        @Nullable String place) {
    /** Copies the collections and replaces absent ones with empty ones. */
    public Conversation {
        Check.argument(!id.isEmpty(), "id (%s) must not be empty", id);
        Check.argument(!turns.isEmpty(), "turns of %s must not be empty", id);
        turns = List.copyOf(turns);
        evidence = evidence == null ? List.of() : List.copyOf(evidence);
        provenance = sorted(provenance);
        fields = sorted(fields);
    }

    /**
     * Creates a conversation that has neither tools nor unknown fields.
     *
     * @param id the identifier of the sample
     * @param turns at least one
     * @param category the task category
     * @param evidence the passages that a rewriter was given
     * @param provenance facts about the sample from its source
     */
    public Conversation(
            String id,
            List<Turn> turns,
            @Nullable String category,
            List<Passage> evidence,
            Map<String, String> provenance) {
        this(id, turns, category, evidence, provenance, null, Map.of(), null);
    }

    private static <V> Map<String, V> sorted(@Nullable Map<String, V> map) {
        return map == null || map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
    }

    /**
     * Creates a conversation of one question and its answer.
     *
     * @param id the identifier of the sample
     * @param question the user's text
     * @param answer the assistant's text
     * @return the conversation, without category, evidence or provenance
     */
    public static Conversation of(String id, String question, String answer) {
        return new Conversation(
                id,
                List.of(new Turn(Role.USER, question), new Turn(Role.ASSISTANT, answer)),
                null,
                List.of(),
                Map.of());
    }

    /**
     * Returns the turns before the last answer.
     *
     * @return the turns in order; all turns when the assistant has none
     */
    @JsonIgnore
    public List<Turn> prompt() {
        int answer = answerTurn();
        return answer < 0 ? turns : turns.subList(0, answer);
    }

    /**
     * Returns {@link #prompt} as one text.
     *
     * @return only the question when there is no other turn; otherwise each turn after the name of its speaker, with an empty line between two turns
     */
    @JsonIgnore
    public String promptText() {
        List<Turn> prompt = prompt();
        if (prompt.size() == 1 && prompt.get(0).role() == Role.USER) {
            return prompt.get(0).text();
        }
        StringBuilder text = new StringBuilder();
        for (Turn turn : prompt) {
            String speaker = turn.role().label();
            text.append(text.isEmpty() ? "" : "\n\n")
                    .append(Character.toUpperCase(speaker.charAt(0)))
                    .append(speaker, 1, speaker.length())
                    .append(": ")
                    .append(turn.text());
        }
        return text.toString();
    }

    /**
     * Returns the user's last turn before the last answer.
     *
     * @return its text; empty when there is no such turn
     */
    @JsonIgnore
    public String question() {
        List<Turn> prompt = prompt();
        for (int i = prompt.size() - 1; i >= 0; i--) {
            if (prompt.get(i).role() == Role.USER) {
                return prompt.get(i).text();
            }
        }
        return "";
    }

    /**
     * Returns the assistant's last turn, whose text ReAlign rewrites.
     *
     * @return its text; empty when the assistant has no turn
     */
    @JsonIgnore
    public String response() {
        int answer = answerTurn();
        return answer < 0 ? "" : turns.get(answer).text();
    }

    /**
     * Tests whether there is only one question and one answer, not counting a system turn.
     *
     * @return true for a single-turn conversation
     */
    @JsonIgnore
    public boolean isSingleTurn() {
        return turns.stream().filter(turn -> turn.role() != Role.SYSTEM).count() <= 2;
    }

    /**
     * Tests whether the last answer calls a tool, so that its text is not the complete answer.
     *
     * @return true when the answer calls a tool
     */
    @JsonIgnore
    public boolean answersByTool() {
        int answer = answerTurn();
        return answer >= 0 && turns.get(answer).callsTool();
    }

    /** The index of the last answer, -1 without one. */
    private int answerTurn() {
        int answer = turns.size() - 1;
        while (answer >= 0 && turns.get(answer).role() != Role.ASSISTANT) {
            answer--;
        }
        return answer;
    }

    /**
     * Returns a copy with another last answer.
     *
     * @param response the new text
     * @return a copy
     * @throws IllegalStateException when the assistant has no turn
     */
    public Conversation withResponse(String response) {
        int answer = answerTurn();
        if (answer < 0) {
            throw new IllegalStateException("conversation " + id + " has no assistant turn");
        }
        List<Turn> changed = new ArrayList<>(turns);
        changed.set(answer, turns.get(answer).withText(response));
        return new Conversation(id, changed, category, evidence, provenance, tools, fields, place);
    }

    /**
     * Returns a copy with a category.
     *
     * @param named the task category
     * @return a copy
     */
    public Conversation withCategory(String named) {
        return new Conversation(id, turns, named, evidence, provenance, tools, fields, place);
    }

    /**
     * Returns a copy with evidence.
     *
     * @param found the passages, in order
     * @return a copy
     */
    public Conversation withEvidence(List<Passage> found) {
        return new Conversation(id, turns, category, found, provenance, tools, fields, place);
    }

    /**
     * Returns a copy with another place.
     *
     * @param read the file's name and the line; absent to compare the content of rows of two files
     * @return a copy
     */
    public Conversation withPlace(@Nullable String read) {
        return new Conversation(id, turns, category, evidence, provenance, tools, fields, read);
    }
}
