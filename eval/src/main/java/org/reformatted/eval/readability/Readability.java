package org.reformatted.eval.readability;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.reformatted.realign.base.TextFiles;

/**
 * The readability formulas of a text. All but {@code flesch} are school grades: a higher value is harder; {@code flesch} decreases as a text becomes
 * harder. For a text without words, all values are {@code NaN}.
 *
 * @param flesch 206.835 - 1.015 words/sentence - 84.6 syllables/word (R. Flesch, J. Appl. Psychol. 32, 1948)
 * @param fleschKincaid 0.39 words/sentence + 11.8 syllables/word - 15.59 (J. P. Kincaid et al., US Navy report 8-75, 1975)
 * @param gunningFog 0.4 (words/sentence + percent of words with three or more syllables) (R. Gunning, 1952)
 * @param smog 1.043 sqrt(30 long words/sentences) + 3.1291 (G. H. McLaughlin, J. Reading 12, 1969)
 * @param ari 4.71 characters/word + 0.5 words/sentence - 21.43 (R. J. Senter and E. A. Smith, AMRL-TR-66-220, 1967)
 * @param daleChall 0.1579 percent difficult words + 0.0496 words/sentence, + 3.6365 above 5% (E. Dale and J. S. Chall, Educ. Res. Bull.
 *     27, 1948); {@code NaN} without their word list, whose license does not allow bundling it
 * @param colemanLiau 0.058 letters/100 words - 0.296 sentences/100 words - 15.8 (M. Coleman and T. L. Liau, J. Appl. Psychol. 60, 1975)
 */
public record Readability(
        double flesch,
        double fleschKincaid,
        double gunningFog,
        double smog,
        double ari,
        double daleChall,
        double colemanLiau) {
    /** Increment when values of existing texts change. */
    public static final int VERSION = 1;

    /**
     * The data that the formulas use in addition to the text.
     *
     * @param syllables the syllable counter
     * @param source its name in results: {@code rules}, or {@code dictionary}
     * @param easyWords Dale and Chall's list in lower case, empty without one
     */
    public record WordLists(SyllableCounter syllables, String source, Set<String> easyWords) {
        /** Syllables by rule and no list of easy words; needs no data files. */
        public static final WordLists BUILT_IN = new WordLists(new RuleSyllables(), "rules", Set.of());

        /** Copies the list. */
        public WordLists {
            easyWords = Set.copyOf(easyWords);
        }

        /**
         * Reads the given files.
         *
         * @param pronunciations a dictionary in CMUdict's format
         * @param easyWords one word per line
         * @return the words
         */
        public static WordLists read(Optional<Path> pronunciations, Optional<Path> easyWords) {
            Set<String> easy = easyWords
                    .map(file -> TextFiles.readString(file)
                            .lines()
                            .map(word -> word.strip().toLowerCase(java.util.Locale.ROOT))
                            .filter(word -> !word.isEmpty())
                            .collect(Collectors.toSet()))
                    .orElse(Set.of());
            return pronunciations
                    .map(file ->
                            new WordLists(PronouncingDictionary.read(file, new RuleSyllables()), "dictionary", easy))
                    .orElse(new WordLists(new RuleSyllables(), "rules", easy));
        }
    }

    /**
     * Computes every formula.
     *
     * @param text English prose
     * @param words the word lists of the formulas
     * @return the values
     */
    public static Readability of(String text, WordLists words) {
        return of(TextCounts.of(text, words.syllables(), words.easyWords()));
    }

    static Readability of(TextCounts counts) {
        if (counts.words() == 0) {
            double none = Double.NaN;
            return new Readability(none, none, none, none, none, none, none);
        }
        double wordsPerSentence = (double) counts.words() / counts.sentences();
        double syllablesPerWord = (double) counts.syllables() / counts.words();
        double longPercent = 100.0 * counts.longWords() / counts.words();
        double difficultPercent = 100.0 * counts.difficultWords() / counts.words();
        return new Readability(
                206.835 - 1.015 * wordsPerSentence - 84.6 * syllablesPerWord,
                0.39 * wordsPerSentence + 11.8 * syllablesPerWord - 15.59,
                0.4 * (wordsPerSentence + longPercent),
                1.043 * Math.sqrt(30.0 * counts.longWords() / counts.sentences()) + 3.1291,
                4.71 * counts.characters() / counts.spacedWords() + 0.5 * wordsPerSentence - 21.43,
                daleChall(counts, difficultPercent, wordsPerSentence),
                0.058 * 100 * counts.letters() / counts.words()
                        - 0.296 * 100 * counts.sentences() / counts.words()
                        - 15.8);
    }

    private static double daleChall(TextCounts counts, double difficultPercent, double wordsPerSentence) {
        if (counts.difficultWords() < 0) {
            return Double.NaN;
        }
        return 0.1579 * difficultPercent + 0.0496 * wordsPerSentence + (difficultPercent > 5 ? 3.6365 : 0);
    }

    /**
     * Returns the values by name, in the order of the record.
     *
     * @return the value of each name
     */
    public Map<String, Double> byName() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("flesch", flesch);
        values.put("fleschKincaid", fleschKincaid);
        values.put("gunningFog", gunningFog);
        values.put("smog", smog);
        values.put("ari", ari);
        values.put("daleChall", daleChall);
        values.put("colemanLiau", colemanLiau);
        return values;
    }
}
