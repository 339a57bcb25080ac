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
 * A sample of an instruction set: everything that its row says. The answer is the last thing the assistant says, and the question is
 * everything before it.
 *
 * @param id names the sample; unique in its file
 * @param turns at least one; a system turn, if any, comes first
 * @param category the kind of task, once a classifier or the source has named it
 * @param evidence what a rewriter was shown, in order; empty when nothing was retrieved
 * @param provenance what its source said about it in fields that this project knows, such as {@code source} or {@code answer}
 * @param tools the tools that the assistant may call, as the row has them: an array, or the text of one
 * @param fields the row's other fields, as they were
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
    /** Copies what is given and fills what is absent with empty collections. */
    public Conversation {
        Check.argument(!id.isEmpty(), "id (%s) must not be empty", id);
        Check.argument(!turns.isEmpty(), "turns of %s must not be empty", id);
        turns = List.copyOf(turns);
        evidence = evidence == null ? List.of() : List.copyOf(evidence);
        provenance = sorted(provenance);
        fields = sorted(fields);
    }

    /**
     * Makes a conversation that has neither tools nor unknown fields.
     *
     * @param id names the sample
     * @param turns at least one
     * @param category the kind of task
     * @param evidence what a rewriter was shown
     * @param provenance what its source said about it
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
     * Makes a conversation of one question and its answer.
     *
     * @param id names the sample
     * @param question what the user says
     * @param answer what the assistant says
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
     * Everything that was said before the last answer.
     *
     * @return the turns in order; all of them when the assistant says nothing
     */
    @JsonIgnore
    public List<Turn> prompt() {
        int answer = answerTurn();
        return answer < 0 ? turns : turns.subList(0, answer);
    }

    /**
     * {@link #prompt} as one text.
     *
     * @return the question alone where nothing else was said; otherwise each turn behind its speaker, an empty line between two
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
     * The last thing the user says before the last answer.
     *
     * @return its text, empty when the user says nothing there
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
     * The last thing the assistant says, which is what realigning rewrites.
     *
     * @return its text, empty when the assistant says nothing
     */
    @JsonIgnore
    public String response() {
        int answer = answerTurn();
        return answer < 0 ? "" : turns.get(answer).text();
    }

    /**
     * Whether there is one question and one answer (a system turn aside).
     *
     * @return true for a single-turn conversation
     */
    @JsonIgnore
    public boolean isSingleTurn() {
        return turns.stream().filter(turn -> turn.role() != Role.SYSTEM).count() <= 2;
    }

    /**
     * Whether the last answer calls a tool, so that its text is not the whole of it.
     *
     * @return true for a call of a tool
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
     * The same conversation with another last answer.
     *
     * @param response the new text
     * @return a copy
     * @throws IllegalStateException when the assistant says nothing
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
     * The same conversation with a category.
     *
     * @param named the kind of task
     * @return a copy
     */
    public Conversation withCategory(String named) {
        return new Conversation(id, turns, named, evidence, provenance, tools, fields, place);
    }

    /**
     * The same conversation with evidence.
     *
     * @param found the passages, in order
     * @return a copy
     */
    public Conversation withEvidence(List<Passage> found) {
        return new Conversation(id, turns, category, found, provenance, tools, fields, place);
    }

    /**
     * The same conversation from a place.
     *
     * @param read the file's name and the line; absent to compare what rows of two files say
     * @return a copy
     */
    public Conversation withPlace(@Nullable String read) {
        return new Conversation(id, turns, category, evidence, provenance, tools, fields, read);
    }
}
