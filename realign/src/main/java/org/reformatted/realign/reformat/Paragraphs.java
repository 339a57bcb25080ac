package org.reformatted.realign.reformat;

import java.util.regex.Pattern;

/** Recognises concluding sentences and single paragraphs. */
final class Paragraphs {
    /** A sentence that starts with a word or phrase of conclusion. */
    static final Pattern CONCLUSION = Pattern.compile(
            "(?:In conclusion|In summary|In short|To conclude|To sum up|To"
                    + " summarize|Overall|Therefore|Thus|Hence|Consequently|Ultimately|All in all)\\b.*",
            Pattern.DOTALL);

    private Paragraphs() {}

    /** Tests whether a text is one paragraph of prose: a single line that does not start a list, a heading or a table. */
    static boolean isOne(String text) {
        return text.indexOf('\n') < 0 && !Layout.isItem(text) && !text.startsWith("#") && !text.startsWith("|");
    }
}
