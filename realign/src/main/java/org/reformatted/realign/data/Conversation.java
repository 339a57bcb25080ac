package org.reformatted.realign.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;

/**
 * A sample of an instruction set: turns of user and assistant, and what is known of them.
 *
 * @param id names the sample; unique in its file
 * @param turns at least one; a system turn, if any, comes first
 * @param category the kind of task, once a classifier or the source has named it
 * @param evidence what a rewriter was shown, in order; empty when nothing was retrieved
 * @param provenance where the sample comes from and what its source said beside the turns, such as {@code source} or {@code answer}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Conversation(
        String id,
        List<Turn> turns,
        @Nullable String category,
        List<Passage> evidence,
        Map<String, String> provenance) {
    /** Copies what is given and fills what is absent with empty collections. */
    public Conversation {
        Check.argument(!id.isEmpty(), "id (%s) must not be empty", id);
        Check.argument(!turns.isEmpty(), "turns of %s must not be empty", id);
        turns = List.copyOf(turns);
        evidence = evidence == null ? List.of() : List.copyOf(evidence);
        provenance = provenance == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(provenance));
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
     * The first thing the user says.
     *
     * @return its text, empty when the user says nothing
     */
    @JsonIgnore
    public String question() {
        return first(Role.USER).orElse("");
    }

    /**
     * The last thing the assistant says, which is what realigning rewrites.
     *
     * @return its text, empty when the assistant says nothing
     */
    @JsonIgnore
    public String response() {
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (turns.get(i).role() == Role.ASSISTANT) {
                return turns.get(i).text();
            }
        }
        return "";
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
     * The same conversation with another last answer.
     *
     * @param response the new text
     * @return a copy
     * @throws IllegalStateException when the assistant says nothing
     */
    public Conversation withResponse(String response) {
        List<Turn> changed = new ArrayList<>(turns);
        for (int i = changed.size() - 1; i >= 0; i--) {
            if (changed.get(i).role() == Role.ASSISTANT) {
                changed.set(i, new Turn(Role.ASSISTANT, response));
                return new Conversation(id, changed, category, evidence, provenance);
            }
        }
        throw new IllegalStateException("conversation " + id + " has no assistant turn");
    }

    /**
     * The same conversation with a category.
     *
     * @param named the kind of task
     * @return a copy
     */
    public Conversation withCategory(String named) {
        return new Conversation(id, turns, named, evidence, provenance);
    }

    /**
     * The same conversation with evidence.
     *
     * @param found the passages, in order
     * @return a copy
     */
    public Conversation withEvidence(List<Passage> found) {
        return new Conversation(id, turns, category, found, provenance);
    }

    private Optional<String> first(Role role) {
        return turns.stream()
                .filter(turn -> turn.role() == role)
                .map(Turn::text)
                .findFirst();
    }
}
