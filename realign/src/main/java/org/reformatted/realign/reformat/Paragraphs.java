package org.reformatted.realign.reformat;

import java.util.regex.Pattern;

/** The sentences that close a paragraph: what they begin with, and where they are in a text. */
final class Paragraphs {
    /** What begins a sentence that draws the conclusion of those before it. */
    static final Pattern CONCLUSION = Pattern.compile(
            "(?:In conclusion|In summary|In short|To conclude|To sum up|To"
                    + " summarize|Overall|Therefore|Thus|Hence|Consequently|Ultimately|All in all)\\b.*",
            Pattern.DOTALL);

    private Paragraphs() {}

    /** Whether a text is one paragraph of prose: a single line that begins no list and no heading. */
    static boolean isOne(String text) {
        return text.indexOf('\n') < 0 && !Layout.isItem(text) && !text.startsWith("#") && !text.startsWith("|");
    }
}
