package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AddedTokensTest {
    /** A letter is its code; a text that begins gets a space, as in SentencePiece. */
    private static final class Letters implements Tokenizer {
        @Override
        public int[] encode(String text) {
            return text.isEmpty() ? new int[0] : encodeContinuation(" " + text);
        }

        @Override
        public int[] encodeContinuation(String text) {
            return text.chars().toArray();
        }

        @Override
        public byte[] bytes(int id) {
            return String.valueOf((char) id).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean addsLeadingSpace() {
            return true;
        }

        @Override
        public String piece(int id) {
            return String.valueOf((char) id);
        }

        @Override
        public OptionalInt id(String piece) {
            return piece.length() == 1 ? OptionalInt.of(piece.charAt(0)) : OptionalInt.empty();
        }

        @Override
        public int vocabularySize() {
            return 128;
        }

        @Override
        public SequenceTokens sequence() {
            throw new AssertionError("not asked for here");
        }
    }

    private static final Letters BASE = new Letters();

    private static AddedToken written(String content, int id) {
        return new AddedToken(content, id, false, false, false, false, false);
    }

    private static AddedTokens with(SpaceAfterToken behind, AddedToken... tokens) {
        return new AddedTokens(BASE, List.of(tokens), null, behind);
    }

    private static String encoded(AddedTokens tokens, String text) {
        StringBuilder shown = new StringBuilder();
        for (int id : tokens.encode(text)) {
            shown.append(id < 128 ? String.valueOf((char) id) : "<" + id + ">");
        }
        return shown.toString();
    }

    @Test
    void theTextAroundATokenIsEncodedByItself() {
        AddedToken token = written("[T]", 128);
        assertThat(encoded(with(SpaceAfterToken.ALWAYS, token), "a[T]b")).isEqualTo(" a<128> b");
        assertThat(encoded(with(SpaceAfterToken.NEVER, token), "a[T]b")).isEqualTo(" a<128>b");
        assertThat(encoded(with(SpaceAfterToken.IF_MISSING, token), "a[T]b[T] c"))
                .isEqualTo(" a<128> b<128> c");
        assertThat(encoded(with(SpaceAfterToken.ALWAYS, token), "[T]")).isEqualTo("<128>");
    }

    @Test
    void theLongestTokenAtTheFirstPlaceIsRead() {
        AddedTokens tokens = with(SpaceAfterToken.NEVER, written("ab", 128), written("abc", 129), written("bcd", 130));
        assertThat(encoded(tokens, "abcd")).isEqualTo("<129>d");
        assertThat(encoded(tokens, "abab")).isEqualTo("<128><128>");
    }

    @Test
    void aSpecialTokenIsNeverReadFromAText() {
        AddedTokens tokens = with(SpaceAfterToken.NEVER, AddedToken.special("[T]", 128));
        assertThat(encoded(tokens, "a[T]")).isEqualTo(" a[T]");
        assertThat(tokens.decode(new int[] {'a', 128, 'b'})).isEqualTo("ab");
        assertThat(tokens.id("[T]")).hasValue(128);
        assertThat(tokens.piece(128)).isEqualTo("[T]");
    }

    @Test
    void aTokenMayTakeTheSpaceAroundIt() {
        AddedToken strips = new AddedToken("[T]", 128, false, false, true, true, false);
        assertThat(encoded(with(SpaceAfterToken.NEVER, strips), "a  [T] \nb")).isEqualTo(" a<128>b");
    }

    @Test
    void aSingleWordIsNoPartOfAnother() {
        AddedToken word = new AddedToken("cat", 128, false, true, false, false, false);
        AddedTokens tokens = with(SpaceAfterToken.NEVER, word);
        assertThat(encoded(tokens, "cats cat_ cat")).isEqualTo(" cats cat_ <128>");
    }

    @Test
    void tokensFollowTheVocabularyAndAreNew() {
        assertThatThrownBy(() -> with(SpaceAfterToken.NEVER, written("x", 128)))
                .hasMessage("added token (x) must not be in the vocabulary already");
        assertThatThrownBy(() -> with(SpaceAfterToken.NEVER, written("[T]", 130)))
                .hasMessage("id (130) of added token [T] must be 128");
        assertThat(with(SpaceAfterToken.NEVER, written("[T]", 128)).vocabularySize())
                .isEqualTo(129);
    }

    @Test
    void onlyMissingTokensAreAdded() {
        assertThat(AddedTokens.ensure(BASE, List.of("a", "b"))).isSameAs(BASE);
    }
}
