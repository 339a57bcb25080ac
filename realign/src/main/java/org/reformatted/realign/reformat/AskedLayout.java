package org.reformatted.realign.reformat;

import java.util.regex.Pattern;

/** Decides whether a question asks for a certain layout, which a rule must not replace by another. */
final class AskedLayout {
    private static final Pattern NAMED =
            Pattern.compile("(?i)\\b(?:csv|tsv|json|xml|html|yaml|sql|latex|markdown|tables?|arrays?|tuples?|comma[-"
                    + " ]separated|(?:separated|divided|delimited)"
                    + " by|commas?|semicolons?|tabs?|paragraphs?|(?:one|single|1|a|two|short|complete)[-"
                    + " ]sentences?|sentences|essays?|poems?|haikus?|songs?|lyrics|jingles?|stor(?:y|ies)|dialogues?|conversations?|scripts?|letters?|e-?mails?|tweets?|speech(?:es)?|articles?|posts?|slogans?|one"
                    + " line|single"
                    + " line|strings?|code|function|format(?:ted)?|template|headlines?|bullet(?:s|ed)?|bullet[-"
                    + " ]points?|schedule|recipe card)\\b");
    private static final Pattern PROSE = Pattern.compile("(?i)\\b(?:(?:one|single|a) paragraph|(?:one|single|a|two|\\d)"
            + " sentences?|essay|poem|story|letter|e-?mail|speech|tweet|dialogue|conversation)\\b");

    private AskedLayout() {}

    /** Tests whether the question names any layout, from CSV to verse. */
    static boolean isNamed(String question) {
        return NAMED.matcher(question).find();
    }

    /** Tests whether the question asks for continuous text. */
    static boolean isProse(String question) {
        return PROSE.matcher(question).find();
    }
}
