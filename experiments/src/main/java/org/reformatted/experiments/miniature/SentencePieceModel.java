package org.reformatted.experiments.miniature;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The file of a SentencePiece BPE model with the layout of LLaMA's: {@code <unk>}, {@code <s>}, {@code </s>}, the 256 bytes, the merged pieces in the
 * order of merging, and the single characters. Field numbers are those of SentencePiece's {@code sentencepiece_model.proto}.
 */
final class SentencePieceModel {
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int BYTE = 6;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private SentencePieceModel() {}

    /**
     * Writes a model.
     *
     * @param merged pieces of two and more characters, in the order of merging
     * @param characters single characters, which need no merge
     * @return the bytes of {@code tokenizer.model}
     */
    static byte[] bytes(List<String> merged, List<String> characters) {
        SentencePieceModel model = new SentencePieceModel();
        model.piece("<unk>", 0, UNKNOWN);
        model.piece("<s>", 0, CONTROL);
        model.piece("</s>", 0, CONTROL);
        for (int value = 0; value < 256; value++) {
            model.piece(String.format("<0x%02X>", value), 0, BYTE);
        }
        int rank = 0;
        for (List<String> pieces : List.of(merged, characters)) {
            for (String piece : pieces) {
                model.piece(piece, -rank, NORMAL);
                rank++;
            }
        }
        model.message(2, trainer(259 + rank));
        model.message(3, normalizer());
        return model.out.toByteArray();
    }

    private static byte[] trainer(int size) {
        SentencePieceModel spec = new SentencePieceModel();
        spec.number(3, 2); // model_type BPE
        spec.number(4, size); // vocab_size
        spec.number(25, 1); // split_digits
        spec.number(35, 1); // byte_fallback
        spec.number(40, 0); // unk_id
        spec.number(41, 1); // bos_id
        spec.number(42, 2); // eos_id
        spec.number(43, -1); // pad_id: none
        return spec.out.toByteArray();
    }

    private static byte[] normalizer() {
        SentencePieceModel spec = new SentencePieceModel();
        spec.message(1, "identity".getBytes(StandardCharsets.UTF_8)); // name
        spec.number(3, 1); // add_dummy_prefix
        spec.number(4, 0); // remove_extra_whitespaces
        spec.number(5, 1); // escape_whitespaces
        return spec.out.toByteArray();
    }

    private void piece(String text, float score, int type) {
        SentencePieceModel piece = new SentencePieceModel();
        piece.message(1, text.getBytes(StandardCharsets.UTF_8));
        piece.varint((2 << 3) | 5);
        piece.out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(score)
                .array());
        piece.number(3, type);
        message(1, piece.out.toByteArray());
    }

    private void message(int field, byte[] bytes) {
        varint((field << 3) | 2);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    private void number(int field, long value) {
        varint((long) field << 3);
        varint(value);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
