package org.reformatted.finetune.generate;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.reformatted.realign.text.SequenceTokens;
import org.reformatted.realign.text.Tokenizer;

/** Each token a letter, from A on. */
final class ToyTokenizer implements Tokenizer {
    @Override
    public int[] encode(String text) {
        return text.chars().map(c -> c - 'A').toArray();
    }

    @Override
    public byte[] bytes(int id) {
        return piece(id).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean addsLeadingSpace() {
        return false;
    }

    @Override
    public String piece(int id) {
        return Character.toString('A' + id);
    }

    @Override
    public OptionalInt id(String piece) {
        return OptionalInt.of(piece.charAt(0) - 'A');
    }

    @Override
    public int vocabularySize() {
        return ToyModel.VOCABULARY;
    }

    @Override
    public SequenceTokens sequence() {
        return SequenceTokens.startedBy(1, ToyModel.END);
    }
}
