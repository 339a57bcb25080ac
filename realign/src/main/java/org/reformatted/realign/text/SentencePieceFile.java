package org.reformatted.realign.text;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;

/**
 * The content of a {@code tokenizer.model}: the fields of SentencePiece's {@code ModelProto} (sentencepiece_model.proto, 0.1.97) that determine the
 * ids of a text.
 *
 * @param pieces the vocabulary, by id
 * @param modelType the segmentation algorithm: 1 unigram, 2 byte-pair encoding
 * @param byteFallback whether characters outside the vocabulary are spelled in bytes
 * @param bosId the start token's id
 * @param eosId the end token's id
 * @param charsMapBytes the length of the normalizer's table, 0 when characters are not changed
 * @param addDummyPrefix whether a space is added before every text
 * @param removeExtraWhitespaces whether runs of spaces are shortened
 */
record SentencePieceFile(
        List<Piece> pieces,
        int modelType,
        boolean byteFallback,
        int bosId,
        int eosId,
        int charsMapBytes,
        boolean addDummyPrefix,
        boolean removeExtraWhitespaces) {
    /** {@code TrainerSpec.ModelType.BPE}. */
    static final int BPE = 2;

    /** The kind of a piece, with its number in {@code ModelProto.SentencePiece.Type}. */
    enum PieceKind {
        NORMAL(1),
        UNKNOWN(2),
        CONTROL(3),
        USER_DEFINED(4),
        UNUSED(5),
        BYTE(6);

        private final int number;

        PieceKind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        private static PieceKind of(int number) {
            for (PieceKind kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("piece type " + number);
        }
    }

    /** One entry of the vocabulary; a higher score merges first. */
    record Piece(String text, float score, PieceKind kind) {}

    /** Reads the file. */
    static SentencePieceFile read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
        try {
            Reader reader = new Reader();
            reader.model(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            return reader.finished();
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new InputException(
                    file + ": not a SentencePiece model (" + bytes.length + " bytes that are truncated or invalid); "
                            + "fetch the tokenizer.model again",
                    e);
        }
    }

    /** Reads the wire format of protocol buffers: a key of field number and wire type, then a varint, 4 or 8 bytes, or a length and bytes. */
    private static final class Reader {
        private final List<Piece> pieces = new ArrayList<>();
        private int modelType = 1;
        private boolean byteFallback;
        private int bosId = 1;
        private int eosId = 2;
        private int charsMapBytes;
        private boolean addDummyPrefix = true;
        private boolean removeExtraWhitespaces = true;

        private interface Field {
            /** Reads a field's value and returns true, or returns false without reading, so that the value is skipped. */
            boolean read(int number, ByteBuffer in);
        }

        void model(ByteBuffer in) {
            fields(in, (number, message) -> {
                switch (number) {
                    case 1 -> piece(message(message));
                    case 2 -> fields(message(message), this::trainer);
                    case 3 -> fields(message(message), this::normalizer);
                    default -> {
                        return false;
                    }
                }
                return true;
            });
        }

        private void piece(ByteBuffer in) {
            String[] text = {""};
            float[] score = {0};
            PieceKind[] kind = {PieceKind.NORMAL};
            fields(in, (number, field) -> {
                switch (number) {
                    case 1 ->
                        text[0] = StandardCharsets.UTF_8.decode(message(field)).toString();
                    case 2 -> score[0] = field.getFloat();
                    case 3 -> kind[0] = PieceKind.of((int) varint(field));
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            pieces.add(new Piece(text[0], score[0], kind[0]));
        }

        private boolean trainer(int number, ByteBuffer in) {
            switch (number) {
                case 3 -> modelType = (int) varint(in);
                case 35 -> byteFallback = varint(in) != 0;
                case 41 -> bosId = (int) varint(in);
                case 42 -> eosId = (int) varint(in);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private boolean normalizer(int number, ByteBuffer in) {
            switch (number) {
                case 2 -> charsMapBytes = message(in).remaining();
                case 3 -> addDummyPrefix = varint(in) != 0;
                case 4 -> removeExtraWhitespaces = varint(in) != 0;
                default -> {
                    return false;
                }
            }
            return true;
        }

        SentencePieceFile finished() {
            if (pieces.isEmpty()) {
                throw new IllegalArgumentException("no pieces");
            }
            return new SentencePieceFile(
                    List.copyOf(pieces),
                    modelType,
                    byteFallback,
                    bosId,
                    eosId,
                    charsMapBytes,
                    addDummyPrefix,
                    removeExtraWhitespaces);
        }

        private static void fields(ByteBuffer in, Field field) {
            while (in.hasRemaining()) {
                int key = (int) varint(in);
                if (!field.read(key >>> 3, in)) {
                    skip(in, key & 7);
                }
            }
        }

        private static void skip(ByteBuffer in, int wireType) {
            switch (wireType) {
                case 0 -> varint(in);
                case 1 -> in.getLong();
                case 2 -> message(in);
                case 5 -> in.getInt();
                default -> throw new IllegalArgumentException("wire type " + wireType);
            }
        }

        private static ByteBuffer message(ByteBuffer in) {
            long length = varint(in);
            if (length < 0 || length > in.remaining()) {
                throw new IllegalArgumentException(
                        "a part of " + length + " bytes where " + in.remaining() + " are left");
            }
            ByteBuffer slice = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
            in.position(in.position() + (int) length);
            return slice;
        }

        private static long varint(ByteBuffer in) {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte next = in.get();
                value |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("varint over 64 bits");
        }
    }
}
