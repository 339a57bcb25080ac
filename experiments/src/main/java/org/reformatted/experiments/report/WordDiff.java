package org.reformatted.experiments.report;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Two texts as pieces that are in both texts and pieces that are in only one, by words (Myers' algorithm), or by lines if the texts are too long for
 * words.
 *
 * @param before the pieces of the first text
 * @param after the pieces of the second text
 */
public record WordDiff(List<Piece> before, List<Piece> after) {
    private static final Pattern WORDS = Pattern.compile("\\s|\\w+|[^\\w\\s]", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern LINES = Pattern.compile("[^\\n]+|\\n");
    private static final int MOST_WORDS = 4000;

    /** Copies the lists. */
    public WordDiff {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /**
     * A piece of a text.
     *
     * @param text the piece
     * @param changed whether it is not in the other text
     */
    public record Piece(String text, boolean changed) {}

    static WordDiff of(String before, String after) {
        List<String> a = parts(WORDS, before);
        List<String> b = parts(WORDS, after);
        return a.size() + b.size() <= MOST_WORDS ? of(a, b) : of(parts(LINES, before), parts(LINES, after));
    }

    private static List<String> parts(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }

    private static WordDiff of(List<String> before, List<String> after) {
        List<AbstractDelta<String>> deltas = DiffUtils.diff(before, after).getDeltas();
        return new WordDiff(
                pieces(before, deltas, AbstractDelta::getSource), pieces(after, deltas, AbstractDelta::getTarget));
    }

    private static List<Piece> pieces(
            List<String> parts,
            List<AbstractDelta<String>> deltas,
            Function<AbstractDelta<String>, Chunk<String>> side) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        for (AbstractDelta<String> delta : deltas) {
            Chunk<String> chunk = side.apply(delta);
            add(pieces, parts.subList(from, chunk.getPosition()), false);
            from = chunk.getPosition() + chunk.size();
            add(pieces, parts.subList(chunk.getPosition(), from), true);
        }
        add(pieces, parts.subList(from, parts.size()), false);
        return pieces;
    }

    private static void add(List<Piece> pieces, List<String> parts, boolean changed) {
        if (!parts.isEmpty()) {
            pieces.add(new Piece(String.join("", parts), changed));
        }
    }
}
