package org.reformatted.realign.text;

import java.nio.file.Path;
import java.util.List;

/**
 * An entry of a SentencePiece vocabulary, for those who write it into another format.
 *
 * @param text its spelling, with U+2581 for a space
 * @param score a higher one merges first
 * @param kind {@code ModelProto.SentencePiece.Type} of sentencepiece_model.proto: {@link #NORMAL}, {@link #UNKNOWN}, {@link #CONTROL}, 4 user-defined, 5 unused,
 *     {@link #BYTE}
 */
public record VocabularyPiece(String text, float score, int kind) {
    /** A piece of text. */
    public static final int NORMAL = 1;
    /** What stands for what the vocabulary cannot spell. */
    public static final int UNKNOWN = 2;
    /** A special token that no text is read as. */
    public static final int CONTROL = 3;
    /** One byte, spelled such as {@code <0x0A>}. */
    public static final int BYTE = 6;

    /**
     * Reads a vocabulary.
     *
     * @param tokenizerModel SentencePiece's {@code tokenizer.model}
     * @return its pieces, by id
     * @throws org.reformatted.realign.base.InputException when it is no such file
     */
    public static List<VocabularyPiece> read(Path tokenizerModel) {
        return SentencePieceFile.read(tokenizerModel).pieces().stream()
                .map(piece -> new VocabularyPiece(
                        piece.text(), piece.score(), piece.kind().number()))
                .toList();
    }
}
