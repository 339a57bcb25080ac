package org.reformatted.realign.filter;

import org.reformatted.realign.text.Tokenizer;

/** Counts the tokens of a text, in a named unit. */
public interface TokenCount {
    /**
     * Returns the counted unit, for verdicts and summaries.
     *
     * @return the unit, such as {@code "whitespace words"}
     */
    String unit();

    /**
     * Counts the tokens of a text.
     *
     * @param text any text
     * @return its number of tokens, without a start token
     */
    int of(String text);

    /**
     * Returns a counter of words between whitespace.
     *
     * @return the counter that is used if no tokenizer is configured
     */
    static TokenCount whitespaceWords() {
        return new TokenCount() {
            @Override
            public String unit() {
                return "whitespace words";
            }

            @Override
            public int of(String text) {
                return WordCount.of(text);
            }
        };
    }

    /**
     * Returns a counter that remembers the counts of the last two texts: a row's response and its rewrite are each counted more than once.
     *
     * @param count counts tokens
     * @return the counter, for one thread
     */
    static TokenCount remembering(TokenCount count) {
        return new TokenCount() {
            private String last = "";
            private int tokens = count.of("");
            private String before = last;
            private int tokensBefore = tokens;

            @Override
            public String unit() {
                return count.unit();
            }

            @Override
            public int of(String text) {
                if (text.equals(last)) {
                    return tokens;
                }
                int counted = text.equals(before) ? tokensBefore : count.of(text);
                before = last;
                tokensBefore = tokens;
                last = text;
                tokens = counted;
                return counted;
            }
        };
    }

    /**
     * Returns a counter of a tokenizer's tokens.
     *
     * @param name the tokenizer's name, for verdicts and summaries
     * @param tokenizer the tokenizer
     * @return the counter
     */
    static TokenCount of(String name, Tokenizer tokenizer) {
        return new TokenCount() {
            @Override
            public String unit() {
                return "tokens of " + name;
            }

            @Override
            public int of(String text) {
                return tokenizer.encode(text).length;
            }
        };
    }
}
