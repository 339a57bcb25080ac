package org.reformatted.realign.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * An entry of a SentencePiece vocabulary, for conversion to another format.
 *
 * @param text its spelling, with U+2581 for a space
 * @param score a higher one merges first
 * @param kind the {@code ModelProto.SentencePiece.Type} of sentencepiece_model.proto: {@link #NORMAL}, {@link #UNKNOWN}, {@link #CONTROL},
 *     {@link #USER_DEFINED}, {@link #UNUSED}, {@link #BYTE}
 */
public record VocabularyPiece(String text, float score, int kind) {
    /** A piece of text. */
    public static final int NORMAL = 1;
    /** The piece for text that the vocabulary cannot spell. */
    public static final int UNKNOWN = 2;
    /** A special token; no text is encoded as this token. */
    public static final int CONTROL = 3;
    /** A token that is read from a text that contains its spelling. */
    public static final int USER_DEFINED = 4;
    /** A row without a token. */
    public static final int UNUSED = 5;
    /** One byte, spelled for example {@code <0x0A>}. */
    public static final int BYTE = 6;

    /**
     * Writes a vocabulary as SentencePiece's {@code tokenizer.model}: byte-pair encoding with byte fallback and the identity normalizer.
     *
     * @param pieces the pieces, by id
     * @param start the id of the start token, -1 for none
     * @param end the id of the end token, -1 for none
     * @param leadingSpace whether a space is added before every text
     * @return the file's bytes
     */
    public static byte[] write(List<VocabularyPiece> pieces, int start, int end, boolean leadingSpace) {
        ProtoWriter model = new ProtoWriter();
        for (VocabularyPiece piece : pieces) {
            model.message(
                    1,
                    new ProtoWriter()
                            .bytes(1, piece.text.getBytes(StandardCharsets.UTF_8))
                            .number(2, piece.score)
                            .number(3, piece.kind));
        }
        int unknown =
                Math.max(0, pieces.stream().map(VocabularyPiece::kind).toList().indexOf(UNKNOWN));
        ProtoWriter trainer = new ProtoWriter()
                .number(3, SentencePieceFile.BPE)
                .number(4, pieces.size())
                .number(35, 1)
                .number(40, unknown)
                .number(41, start)
                .number(42, end)
                .number(43, -1);
        ProtoWriter normalizer = new ProtoWriter()
                .bytes(1, "identity".getBytes(StandardCharsets.UTF_8))
                .number(3, leadingSpace ? 1 : 0)
                .number(4, 0)
                .number(5, 1);
        return model.message(2, trainer).message(3, normalizer).toBytes();
    }

    /**
     * Reads a vocabulary.
     *
     * @param tokenizerModel SentencePiece's {@code tokenizer.model}
     * @return its pieces, by id
     * @throws org.reformatted.realign.base.InputException when it is not such a file
     */
    public static List<VocabularyPiece> read(Path tokenizerModel) {
        return SentencePieceFile.read(tokenizerModel).pieces().stream()
                .map(piece -> new VocabularyPiece(
                        piece.text(), piece.score(), piece.kind().number()))
                .toList();
    }
}
