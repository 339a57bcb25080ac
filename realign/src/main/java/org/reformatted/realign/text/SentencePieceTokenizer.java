package org.reformatted.realign.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.text.SentencePieceFile.Piece;
import org.reformatted.realign.text.SentencePieceFile.PieceKind;

/**
 * LLaMA's tokenizer, read from {@code tokenizer.model}: byte-pair encoding by score with byte fallback (Kudo and Richardson 2018, SentencePiece). The
 * two neighbours whose merged piece has the highest score merge first, the leftmost of several; characters outside the vocabulary are spelled in
 * UTF-8 bytes. The native binding gives the same ids (measured with 0.34.0) at a third of the speed or less, but it provides neither the size of the
 * vocabulary nor the kind of a piece, and its decode corrupts characters above U+FFFF. This class is thread-safe.
 */
public final class SentencePieceTokenizer implements Tokenizer {
    private static final char SPACE = '\u2581';
    private static final int REPLACEMENT = 0xFFFD;
    private static final byte[] NOTHING = {};

    /** The maximum number of cached words, which need about 10 MB in total. */
    private static final int MOST_WORDS = 1 << 16;

    private static final int LONGEST_WORD = 32;

    private final List<Piece> pieces;
    private final Map<String, Integer> idsByPiece;
    private final byte[][] bytes;
    private final int[] byteIds;
    private final PairTable merges;
    private final int[] ranks;
    private final Map<Integer, Integer> characters;
    private final boolean addsLeadingSpace;
    private final SequenceTokens sequence;

    /** The ids of words seen so far, including the spaces before them; absent if pieces cross word boundaries. */
    private final Optional<Map<String, int[]>> words;

    private SentencePieceTokenizer(SentencePieceFile model) {
        pieces = model.pieces();
        idsByPiece = new HashMap<>(2 * pieces.size());
        for (int id = 0; id < pieces.size(); id++) {
            idsByPiece.putIfAbsent(pieces.get(id).text(), id);
        }
        byteIds = new int[256];
        for (int value = 0; value < 256; value++) {
            byteIds[value] = idsByPiece.getOrDefault(bytePiece(value), 0);
        }
        bytes = new byte[pieces.size()][];
        for (int id = 0; id < bytes.length; id++) {
            bytes[id] = spelled(pieces.get(id));
        }
        ranks = ranks(pieces);
        characters = new HashMap<>();
        merges = new PairTable(8 * pieces.size());
        fillMerges();
        addsLeadingSpace = model.addDummyPrefix();
        sequence = sequence(model);
        words = pieces.stream().anyMatch(SentencePieceTokenizer::crossesWords)
                ? Optional.empty()
                : Optional.of(new ConcurrentHashMap<>());
    }

    /**
     * Reads a tokenizer.
     *
     * @param file a {@code tokenizer.model}
     * @return the tokenizer
     * @throws InputException when the file is missing, is not a SentencePiece model, or is of a kind for which this class would give other ids
     */
    public static SentencePieceTokenizer read(Path file) {
        SentencePieceFile model = SentencePieceFile.read(file);
        require(
                file,
                model.modelType() == SentencePieceFile.BPE,
                "model type " + model.modelType(),
                "2, byte-pair encoding");
        require(file, model.byteFallback(), "no byte fallback", "byte_fallback, without which characters get lost");
        require(file, model.charsMapBytes() == 0, "a normalizer that changes characters", "the identity normalizer");
        require(
                file,
                !model.removeExtraWhitespaces(),
                "remove_extra_whitespaces",
                "a normalizer that keeps every space");
        for (Piece piece : model.pieces()) {
            boolean known = piece.kind() != PieceKind.USER_DEFINED && piece.kind() != PieceKind.UNUSED;
            require(
                    file,
                    known,
                    "piece '" + piece.text() + "' of kind " + piece.kind(),
                    "normal, control and byte pieces");
        }
        Set<String> texts = model.pieces().stream().map(Piece::text).collect(Collectors.toSet());
        require(file, !texts.contains(""), "an empty piece", "pieces of at least one character");
        int size = model.pieces().size();
        require(file, model.bosId() < size, "the start token's id " + model.bosId(), "an id below " + size);
        require(file, model.eosId() < size, "the end token's id " + model.eosId(), "an id below " + size);
        for (int value = 0; value < 256; value++) {
            require(file, texts.contains(bytePiece(value)), "no piece " + bytePiece(value), "all 256 byte pieces");
        }
        return new SentencePieceTokenizer(model);
    }

    private static void require(Path file, boolean holds, String found, String expected) {
        if (!holds) {
            throw InputException.at(
                    file, "found " + found, expected, "use a LLaMA or Mistral tokenizer, or its tokenizer.json");
        }
    }

    @Override
    public int[] encode(String text) {
        return text.isEmpty() ? new int[0] : encodeContinuation(addsLeadingSpace ? " " + text : text);
    }

    /**
     * {@inheritDoc}
     *
     * <p>If no piece contains a space after another character, no merge crosses such a position: each text between two of them is encoded separately,
     * and cached.
     */
    @Override
    public int[] encodeContinuation(String text) {
        if (words.isEmpty()) {
            return encodeUnsplit(text);
        }
        Map<String, int[]> known = words.get();
        int[] ids = new int[text.length() / 2 + 8];
        int count = 0;
        int start = 0;
        while (start < text.length()) {
            int end = wordEnd(text, start);
            int[] word = end - start > LONGEST_WORD
                    ? encodeUnsplit(text.substring(start, end))
                    : word(text.substring(start, end), known);
            if (count + word.length > ids.length) {
                ids = Arrays.copyOf(ids, 2 * (count + word.length));
            }
            System.arraycopy(word, 0, ids, count, word.length);
            count += word.length;
            start = end;
        }
        return Arrays.copyOf(ids, count);
    }

    private int[] word(String word, Map<String, int[]> known) {
        int[] ids = known.get(word);
        if (ids == null) {
            ids = encodeUnsplit(word);
            if (known.size() < MOST_WORDS) {
                known.put(word, ids);
            }
        }
        return ids;
    }

    private static int wordEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isSpace(text.charAt(end))) {
            end++;
        }
        while (end < text.length() && !isSpace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == SPACE;
    }

    /** Tests whether a piece has a space after another character. */
    private static boolean crossesWords(Piece piece) {
        String text = piece.text();
        return piece.kind() == PieceKind.NORMAL && wordEnd(text, 0) < text.length();
    }

    int[] encodeUnsplit(String text) {
        int[] points = text.codePoints().map(SentencePieceTokenizer::escaped).toArray();
        int[] symbols = new int[points.length];
        for (int i = 0; i < points.length; i++) {
            symbols[i] = characters.getOrDefault(points[i], -1);
        }
        int[] next = merge(symbols);
        return ids(points, symbols, next);
    }

    /**
     * Merges symbols in place, best first. Returns for each symbol the index of the next one, which skips symbols that were merged into their left
     * neighbour.
     */
    private int[] merge(int[] symbols) {
        int n = symbols.length;
        int[] next = new int[n];
        int[] previous = new int[n];
        MergeQueue queue = new MergeQueue(n);
        for (int i = 0; i < n; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
            offer(queue, symbols, i, i + 1);
        }
        while (!queue.isEmpty()) {
            long key = queue.remove();
            int left = (int) key;
            int right = next[left];
            if (right >= n || previous[right] != left) {
                continue;
            }
            int merged = merges.get(symbols[left], symbols[right]);
            if (merged < 0 || ranks[merged] != (int) (key >>> 32)) {
                continue;
            }
            symbols[left] = merged;
            symbols[right] = -1;
            next[left] = next[right];
            next[right] = n;
            if (next[left] < n) {
                previous[next[left]] = left;
                offer(queue, symbols, left, next[left]);
            }
            if (previous[left] >= 0) {
                offer(queue, symbols, previous[left], left);
            }
        }
        return next;
    }

    private void offer(MergeQueue queue, int[] symbols, int left, int right) {
        int merged = right < symbols.length ? merges.get(symbols[left], symbols[right]) : -1;
        if (merged >= 0) {
            queue.add((long) ranks[merged] << 32 | left);
        }
    }

    private int[] ids(int[] points, int[] symbols, int[] next) {
        int[] ids = new int[4 * points.length];
        int count = 0;
        for (int i = 0; i < points.length; i = next[i]) {
            if (symbols[i] >= 0 && symbols[i] < pieces.size()) {
                ids[count++] = symbols[i];
            } else {
                for (byte value : Character.toString(points[i]).getBytes(StandardCharsets.UTF_8)) {
                    ids[count++] = byteIds[value & 0xFF];
                }
            }
        }
        return Arrays.copyOf(ids, count);
    }

    @Override
    public byte[] bytes(int id) {
        return id < bytes.length ? bytes[id] : NOTHING;
    }

    @Override
    public boolean addsLeadingSpace() {
        return addsLeadingSpace;
    }

    @Override
    public String piece(int id) {
        return id < pieces.size() ? pieces.get(id).text() : "";
    }

    @Override
    public OptionalInt id(String piece) {
        Integer id = idsByPiece.get(piece);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public int vocabularySize() {
        return pieces.size();
    }

    @Override
    public SequenceTokens sequence() {
        return sequence;
    }

    private static SequenceTokens sequence(SentencePieceFile model) {
        return new SequenceTokens(
                model.bosId() < 0 ? OptionalInt.empty() : OptionalInt.of(model.bosId()),
                model.eosId() < 0 ? OptionalInt.empty() : OptionalInt.of(model.eosId()),
                model.bosId() < 0 ? List.of() : List.of(model.bosId()),
                List.of());
    }

    /** Adds a merge for every way to split a normal piece into two symbols. A symbol is a normal piece, or a character of one. */
    private void fillMerges() {
        Map<String, Integer> symbols = new HashMap<>(2 * pieces.size());
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.get(id).kind() == PieceKind.NORMAL) {
                symbols.put(pieces.get(id).text(), id);
            }
        }
        int[] unnamed = {pieces.size()};
        for (Piece piece : pieces) {
            if (piece.kind() == PieceKind.NORMAL) {
                piece.text().codePoints().forEach(point -> {
                    Integer symbol = symbols.computeIfAbsent(Character.toString(point), any -> unnamed[0]++);
                    characters.put(point, symbol);
                });
            }
        }
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.get(id).kind() == PieceKind.NORMAL) {
                addMerges(pieces.get(id).text(), id, symbols);
            }
        }
    }

    private void addMerges(String text, int id, Map<String, Integer> symbols) {
        int cut = text.offsetByCodePoints(0, 1);
        while (cut < text.length()) {
            Integer left = symbols.get(text.substring(0, cut));
            Integer right = symbols.get(text.substring(cut));
            if (left != null && right != null) {
                merges.put(left, right, id);
            }
            cut = text.offsetByCodePoints(cut, 1);
        }
    }

    /** Returns the rank of each piece's score among all scores, highest first; equal scores have the same rank. */
    private static int[] ranks(List<Piece> pieces) {
        double[] descending = pieces.stream()
                .mapToDouble(piece -> -(double) piece.score() + 0.0)
                .sorted()
                .distinct()
                .toArray();
        return pieces.stream()
                .mapToInt(piece -> Arrays.binarySearch(descending, -(double) piece.score() + 0.0))
                .toArray();
    }

    private static byte[] spelled(Piece piece) {
        return switch (piece.kind()) {
            case BYTE -> new byte[] {(byte) Integer.parseInt(piece.text().substring(3, 5), 16)};
            case CONTROL, UNKNOWN -> new byte[0];
            default -> piece.text().replace(SPACE, ' ').getBytes(StandardCharsets.UTF_8);
        };
    }

    private static String bytePiece(int value) {
        return String.format("<0x%02X>", value);
    }

    /** Replaces a space by U+2581, and an unpaired surrogate, which is not a character, by U+FFFD. */
    private static int escaped(int point) {
        if (point == ' ') {
            return SPACE;
        }
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? REPLACEMENT : point;
    }
}
