package org.reformatted.finetune.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.reformatted.finetune.batch.Segment.SegmentKind;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.text.AddedTokens;
import org.reformatted.realign.text.Tokenizer;

/**
 * Encodes conversations as training examples and prompts, with a template and a tokenizer. Loss weights come from the segments of the template;
 * tokens are never searched.
 */
public final class ChatEncoder {
    private final ConversationLayout template;
    private final Tokenizer tokenizer;

    /**
     * Joins a template and a tokenizer.
     *
     * @param template the template
     * @param folder of the model, which may contain a template
     * @param base the model's tokenizer; missing tokens of the template are appended
     */
    public ChatEncoder(ChatTemplate template, Path folder, Tokenizer base) {
        this(template.layout(folder, base), base);
    }

    /**
     * Joins a layout and a tokenizer.
     *
     * @param template the layout
     * @param base the model's tokenizer; missing tokens of the template are appended
     */
    public ChatEncoder(ConversationLayout template, Tokenizer base) {
        this.template = template;
        tokenizer = AddedTokens.ensure(base, template.addedTokens());
    }

    /** A segment and its tokens. */
    @SuppressWarnings("ArrayRecordComponent") // the array is primitive and is never changed
    record Part(Segment segment, int[] ids) {}

    /**
     * The template.
     *
     * @return the layout that was passed to the constructor
     */
    public ConversationLayout template() {
        return template;
    }

    /**
     * The tokenizer with all the tokens that the template needs.
     *
     * @return the tokenizer that was passed to the constructor, with appended tokens if it lacked some
     */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /**
     * Creates a training example. The loss weight of each turn is the weight in its data, or else 1 for the assistant and 0 for others.
     *
     * @param conversation a conversation that ends with an assistant turn
     * @return its tokens; all weights are 0 when no turn is learned
     * @throws InputException when it has tools, or turns that the template does not support
     */
    public TokenizedExample example(Conversation conversation) {
        TurnOrder.requireNoTools(conversation);
        List<Turn> turns = conversation.turns();
        float[] weights = new float[turns.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) turns.get(i).lossWeight();
        }
        return example(conversation.id(), turns, weights);
    }

    /**
     * Creates a training example with a weight for each turn.
     *
     * @param id name of the example
     * @param turns the turns; the last is the assistant's
     * @param turnWeights for each turn, the loss weight of its tokens and of the token that ends it
     * @return its tokens
     */
    public TokenizedExample example(String id, List<Turn> turns, float[] turnWeights) {
        Check.argument(
                turns.size() == turnWeights.length,
                "turnWeights of %s (%s) must be one a turn",
                id,
                turnWeights.length);
        if (TurnOrder.awaitsAnswer(turns)) {
            throw InputException.at(
                    id, "a conversation that ends before the answer", "an assistant turn at the end", "remove it");
        }
        List<Part> parts = parts(turns);
        int[] ids = join(parts);
        float[] weights = new float[ids.length];
        int at = 0;
        for (Part part : parts) {
            int turn = part.segment.turn();
            Arrays.fill(weights, at, at + part.ids.length, turn < 0 ? 0 : turnWeights[turn]);
            at += part.ids.length;
        }
        weights[0] = 0;
        return new TokenizedExample(id, ids, weights);
    }

    /**
     * Creates the prompt that the assistant answers.
     *
     * @param turns the turns; the last is the user's. No turns give the start of a sequence
     * @return its tokens
     */
    public int[] prompt(List<Turn> turns) {
        Check.argument(
                TurnOrder.awaitsAnswer(turns), "a prompt (%s turns) must end before an assistant turn", turns.size());
        int[] ids = join(parts(turns));
        return ids.length == 0 ? tokenizer.started(ids) : ids;
    }

    /**
     * The tokens that end an answer: the template's end token and the tokenizer's end token.
     *
     * @return ids, in order
     */
    public Set<Integer> stopIds() {
        Set<Integer> ids = new TreeSet<>();
        tokenizer.sequence().end().ifPresent(ids::add);
        template.endOfTurn().ifPresent(token -> ids.add(tokenizer.id(token).orElseThrow()));
        return ids;
    }

    /** The segments with their tokens, in order. */
    List<Part> parts(List<Turn> turns) {
        List<Part> parts = new ArrayList<>();
        for (Segment segment : template.segments(turns)) {
            parts.add(new Part(segment, ids(segment)));
        }
        return parts;
    }

    private int[] ids(Segment segment) {
        if (segment.kind() == SegmentKind.TEXT) {
            return tokenizer.encode(segment.text());
        }
        if (segment.kind() == SegmentKind.SPACED) {
            return tokenizer.encode((tokenizer.addsLeadingSpace() ? "" : " ") + segment.text());
        }
        return switch (segment.kind()) {
            case START ->
                tokenizer.sequence().before().stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
            case END -> new int[] {endToken()};
            default -> new int[] {tokenizer.id(segment.text()).orElseThrow()};
        };
    }

    private int endToken() {
        return tokenizer
                .sequence()
                .end()
                .orElseThrow(() -> new InputException("the tokenizer has no end token, which the template puts after an"
                        + " answer; set eos_token in tokenizer_config.json"));
    }

    private static int[] join(List<Part> parts) {
        return parts.stream().flatMapToInt(part -> Arrays.stream(part.ids)).toArray();
    }
}
