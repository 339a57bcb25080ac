package org.reformatted.realign.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;

/**
 * A tokenizer with tokens appended to its vocabulary, such as OpenChat's {@code <|end_of_turn|>} after LLaMA-2's 32,000 pieces. No text is ever read
 * as a special token, and special tokens decode to an empty text; other added tokens are read where a text contains their spelling.
 *
 * @param base the wrapped tokenizer
 * @param added the tokens, numbered from {@code base.vocabularySize()}
 * @param sequence the tokens at the ends of a sequence
 * @param spaceAfterToken whether the text after an added token gets the space that {@code base} adds before a text
 */
public record AddedTokens(
        Tokenizer base, List<AddedToken> added, SequenceTokens sequence, SpaceAfterToken spaceAfterToken)
        implements Tokenizer {
    private static final byte[] NOTHING = {};

    /** Checks that each token is new. */
    public AddedTokens {
        added = List.copyOf(added);
        for (int i = 0; i < added.size(); i++) {
            AddedToken token = added.get(i);
            Check.argument(
                    base.id(token.content()).isEmpty(),
                    "added token (%s) must not be in the vocabulary already",
                    token.content());
            Check.argument(
                    token.id() == base.vocabularySize() + i,
                    "id (%s) of added token %s must be %s",
                    token.id(),
                    token.content(),
                    base.vocabularySize() + i);
        }
    }

    /**
     * Adds missing special tokens to a tokenizer.
     *
     * @param base a tokenizer
     * @param needed special tokens
     * @return a tokenizer with all of them; {@code base} when none is missing
     */
    public static Tokenizer ensure(Tokenizer base, List<String> needed) {
        List<String> missing =
                needed.stream().filter(token -> base.id(token).isEmpty()).toList();
        List<AddedToken> added = IntStream.range(0, missing.size())
                .mapToObj(i -> AddedToken.special(missing.get(i), base.vocabularySize() + i))
                .toList();
        return missing.isEmpty() ? base : new AddedTokens(base, added, base.sequence(), SpaceAfterToken.ALWAYS);
    }

    @Override
    public int[] encode(String text) {
        List<int[]> parts = new ArrayList<>();
        int from = 0;
        for (Match match = first(text, 0); match != null; match = first(text, match.end)) {
            parts.add(plain(text.substring(from, match.begin), from > 0));
            parts.add(new int[] {match.token.id()});
            from = match.end;
        }
        parts.add(plain(text.substring(from), from > 0));
        return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** Encodes text before, between or after added tokens. */
    private int[] plain(String text, boolean behindToken) {
        boolean whole = !behindToken
                || spaceAfterToken == SpaceAfterToken.ALWAYS
                || (spaceAfterToken == SpaceAfterToken.IF_MISSING && !text.startsWith(" "));
        return whole ? base.encode(text) : base.encodeContinuation(text);
    }

    /** A part of the text that is read as an added token, with the white space that the token includes. */
    private record Match(AddedToken token, int begin, int end) {}

    /** Finds the first added token at or after a position; the longest of several at the same position. */
    private @Nullable Match first(String text, int from) {
        Match best = null;
        for (AddedToken token : added) {
            for (int at = text.indexOf(token.content(), from);
                    !token.special() && at >= 0;
                    at = text.indexOf(token.content(), at + 1)) {
                Match match = match(text, from, token, at);
                if (match != null) {
                    best = earlier(match, best) ? match : best;
                    break;
                }
            }
        }
        return best;
    }

    private static boolean earlier(Match match, @Nullable Match best) {
        return best == null
                || match.begin < best.begin
                || (match.begin == best.begin
                        && match.token.content().length() > best.token.content().length());
    }

    private static @Nullable Match match(String text, int from, AddedToken token, int at) {
        int end = at + token.content().length();
        boolean inWord =
                (at > 0 && isWord(text.codePointBefore(at))) || (end < text.length() && isWord(text.codePointAt(end)));
        if (token.singleWord() && inWord) {
            return null;
        }
        int begin = at;
        while (token.leftStrip() && begin > from && Character.isWhitespace(text.charAt(begin - 1))) {
            begin--;
        }
        while (token.rightStrip() && end < text.length() && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return new Match(token, begin, end);
    }

    private static boolean isWord(int point) {
        return point == '_' || Character.isLetterOrDigit(point);
    }

    @Override
    public byte[] bytes(int id) {
        if (id < base.vocabularySize()) {
            return base.bytes(id);
        }
        int place = id - base.vocabularySize();
        boolean written = place < added.size() && !added.get(place).special();
        return written ? added.get(place).content().getBytes(StandardCharsets.UTF_8) : NOTHING;
    }

    @Override
    public boolean addsLeadingSpace() {
        return base.addsLeadingSpace();
    }

    @Override
    public String piece(int id) {
        int place = id - base.vocabularySize();
        if (place < 0) {
            return base.piece(id);
        }
        return place < added.size() ? added.get(place).content() : "";
    }

    @Override
    public OptionalInt id(String piece) {
        for (AddedToken token : added) {
            if (token.content().equals(piece)) {
                return OptionalInt.of(token.id());
            }
        }
        return base.id(piece);
    }

    @Override
    public int vocabularySize() {
        return base.vocabularySize() + added.size();
    }
}
