package org.reformatted.experiments.miniature;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A question without its names, pronouns, things and order. Two questions with the same canonical form are treated as the same problem. The
 * comparison is coarse: all names, all things, all containers and all orders of words are equal.
 */
final class CanonicalForm {
    private static final Pattern WORD = Pattern.compile("[A-Za-z]+|[0-9]+");
    private static final Map<String, String> KINDS = kinds();

    private CanonicalForm() {}

    /** The words of a text by kind, with its numbers, in alphabetical order. */
    static String of(String text) {
        return String.join(" ", words(text).stream().sorted().toList());
    }

    /** The words of a text by kind, in their order. */
    static List<String> words(String text) {
        return WORD.matcher(text)
                .results()
                .map(match -> match.group().toLowerCase(Locale.ROOT))
                .map(word -> KINDS.getOrDefault(word, word))
                .collect(Collectors.toList());
    }

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new HashMap<>();
        Lexicon.PEOPLE.forEach(person -> {
            kinds.put(person.name().toLowerCase(Locale.ROOT), "<name>");
            kinds.put(person.subject().toLowerCase(Locale.ROOT), "<pronoun>");
            kinds.put(person.object(), "<pronoun>");
        });
        Lexicon.THINGS.forEach(thing -> {
            kinds.put(thing.one(), "<thing>");
            kinds.put(thing.many(), "<thing>");
        });
        Lexicon.CONTAINERS.forEach(holder -> {
            kinds.put(holder.one(), "<holder>");
            kinds.put(holder.many(), "<holder>");
        });
        return kinds;
    }
}
