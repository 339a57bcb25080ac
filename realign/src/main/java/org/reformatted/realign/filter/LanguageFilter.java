package org.reformatted.realign.filter;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.reformatted.realign.data.Conversation;

/**
 * Reverts a rewrite in another language. The language of a text is recognised by its script, and for the Latin script by the language whose most
 * frequent words it uses most. A text that is too short for this passes.
 */
public record LanguageFilter() implements RewriteFilter {
    private static final int FEWEST_WORDS = 4;
    private static final Map<String, List<String>> FREQUENT = Map.of(
            "English", List.of("the", "and", "of", "to", "is", "in", "that", "it", "for", "with", "are", "you"),
            "German", List.of("der", "die", "und", "das", "ist", "nicht", "ein", "eine", "zu", "mit", "den", "sie"),
            "French", List.of("le", "la", "les", "et", "est", "des", "une", "un", "dans", "pour", "que", "du"),
            "Spanish", List.of("el", "los", "las", "y", "es", "una", "por", "para", "con", "del", "se", "que"),
            "Italian", List.of("il", "gli", "e", "che", "di", "una", "per", "con", "sono", "della", "non", "le"),
            "Portuguese", List.of("o", "os", "as", "e", "uma", "para", "com", "não", "do", "da", "em", "que"),
            "Dutch", List.of("de", "het", "een", "en", "van", "is", "niet", "met", "voor", "zijn", "op", "dat"));

    @Override
    public String name() {
        return "language-unchanged";
    }

    /** 2: texts with equal shares of two scripts are classified identically in every run. */
    @Override
    public int version() {
        return 2;
    }

    @Override
    public FilterVerdict judge(Conversation original, String rewritten) {
        Optional<String> before = language(original.response());
        Optional<String> after = language(rewritten);
        if (before.isEmpty() || after.isEmpty()) {
            return FilterVerdict.keep(name(), "too short to tell a language");
        }
        return before.equals(after)
                ? FilterVerdict.keep(name(), "both are " + before.get())
                : FilterVerdict.revert(name(), "the original is " + before.get() + ", the rewrite " + after.get());
    }

    /** Returns the name of the language, or the name of the script if it is not Latin; absent when the text is too short to decide. */
    static Optional<String> language(String text) {
        Map<Character.UnicodeScript, Integer> scripts =
                new EnumMap<>(Character.UnicodeScript.class); // the first of equal counts
        text.codePoints()
                .filter(Character::isLetter)
                .forEach(c -> scripts.merge(Character.UnicodeScript.of(c), 1, Integer::sum));
        Optional<Character.UnicodeScript> script =
                scripts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
        if (script.isEmpty() || script.get() != Character.UnicodeScript.LATIN) {
            return script.map(Enum::name);
        }
        List<String> words = Arrays.asList(text.toLowerCase(Locale.ROOT).split("[^\\p{L}']+"));
        return FREQUENT.entrySet().stream()
                .map(entry -> Map.entry(
                        entry.getKey(),
                        words.stream().filter(entry.getValue()::contains).count()))
                .filter(entry -> entry.getValue() >= FEWEST_WORDS)
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }
}
