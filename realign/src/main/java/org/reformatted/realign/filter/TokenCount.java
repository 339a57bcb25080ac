package org.reformatted.realign.filter;

import org.reformatted.realign.text.Tokenizer;

/** How long a text is, in tokens of a named kind. */
public interface TokenCount {
    /**
     * What is counted, for verdicts and summaries.
     *
     * @return such as {@code "whitespace words"}
     */
    String unit();

    /**
     * Counts.
     *
     * @param text any text
     * @return how many tokens it has, without a start token
     */
    int of(String text);

    /**
     * Counts runs of characters between whitespace.
     *
     * @return the counter used where no tokenizer is configured
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
     * Counts as another does, and remembers the last two texts: a row's response and its rewrite are each asked for more than once.
     *
     * @param count what counts
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
     * Counts a tokenizer's tokens.
     *
     * @param name the tokenizer's name, for verdicts and summaries
     * @param tokenizer what tokenizes
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
