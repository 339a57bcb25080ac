package org.reformatted.realign.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A text and its tokens, for output.
 *
 * @param text the text
 * @param ids its tokens
 * @param pieces the spelling of each token in the vocabulary
 */
public record TokenListing(String text, List<Integer> ids, List<String> pieces) {
    /**
     * Tokenizes a text.
     *
     * @param tokenizer the tokenizer
     * @param text the text
     * @return its tokens; no start token is added
     */
    public static TokenListing of(Tokenizer tokenizer, String text) {
        List<Integer> ids = Arrays.stream(tokenizer.encode(text)).boxed().toList();
        return new TokenListing(text, ids, ids.stream().map(tokenizer::piece).toList());
    }

    /**
     * Returns one line per token with its id and its piece.
     *
     * @return the lines and the number of tokens
     */
    public String table() {
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < ids.size(); i++) {
            table.append(String.format(Locale.ROOT, "%7d  %s%n", ids.get(i), pieces.get(i)));
        }
        return table.append(ids.size())
                .append(ids.size() == 1 ? " token" : " tokens")
                .toString();
    }
}
