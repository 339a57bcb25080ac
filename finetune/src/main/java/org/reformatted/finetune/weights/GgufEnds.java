package org.reformatted.finetune.weights;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.text.SequenceTokens;

/**
 * The start and end tokens of a sequence in a GGUF file. llama.cpp puts at most one start token before a text and at most one end token after it, and
 * ends an answer at each of its three end tokens: of a sequence, of a turn and of a message.
 *
 * @param start the start token, if there is one
 * @param addsStart whether it is put before a text
 * @param addsEnd whether the first end token is put after a text
 * @param ends tokens at which an answer ends, at most three
 */
public record GgufEnds(OptionalInt start, boolean addsStart, boolean addsEnd, List<Integer> ends) {
    static final List<String> ROLES = List.of("eos", "eot", "eom");

    /** Copies the list. */
    public GgufEnds {
        ends = List.copyOf(ends);
    }

    /**
     * The tokens of a model that puts its start token before every text, such as LLaMA.
     *
     * @param start the start token
     * @param end the only end token
     * @return the ends
     */
    public static GgufEnds startedBy(int start, int end) {
        return new GgufEnds(OptionalInt.of(start), true, false, List.of(end));
    }

    /** The tokens of a Hugging Face folder, or an error if a GGUF file cannot represent them. */
    static GgufEnds of(SequenceTokens sequence, List<Integer> endTokens, Object place) {
        Set<Integer> ends = new LinkedHashSet<>();
        boolean addsEnd = !sequence.after().isEmpty();
        sequence.end().ifPresent(end -> {
            if (addsEnd || endTokens.isEmpty() || endTokens.contains(end)) {
                ends.add(end);
            }
        });
        ends.addAll(endTokens);
        if (ends.size() > ROLES.size()) {
            throw refused(
                    place, "a text ends at the tokens " + ends, "at most three end tokens, as llama.cpp has them");
        }
        requireOne(sequence.before(), sequence.start(), "before", place);
        requireOne(sequence.after(), sequence.end(), "after", place);
        return new GgufEnds(sequence.start(), !sequence.before().isEmpty(), addsEnd, new ArrayList<>(ends));
    }

    private static void requireOne(List<Integer> put, OptionalInt known, String where, Object place) {
        if (!put.isEmpty() && (known.isEmpty() || !put.equals(List.of(known.getAsInt())))) {
            throw refused(
                    place,
                    "its tokenizer puts the tokens " + put + " " + where + " a text",
                    "only the start or end token, as llama.cpp does");
        }
    }

    private static InputException refused(Object place, String found, String expected) {
        return InputException.at(
                place, found, expected, "use the model with a program that reads Hugging Face folders");
    }

    void put(GgufHeader header) {
        start.ifPresent(id -> header.put("tokenizer.ggml.bos_token_id", id));
        for (int i = 0; i < ends.size(); i++) {
            header.put("tokenizer.ggml." + ROLES.get(i) + "_token_id", ends.get(i));
        }
        header.put("tokenizer.ggml.add_bos_token", addsStart).put("tokenizer.ggml.add_eos_token", addsEnd);
    }
}
