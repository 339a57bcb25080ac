package org.reformatted.eval.readability;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts syllables by spelling: the number of vowel groups, minus silent ones, plus adjacent vowels that are pronounced separately, with exceptions
 * for some frequent words. Needs no data files. Its test measures how often it agrees with a pronouncing dictionary.
 */
public final class RuleSyllables implements SyllableCounter {
    private static final Pattern VOWELS = Pattern.compile("[aeiouy]+");

    /** Silent vowel groups: each subtracts one syllable. */
    private static final List<Pattern> MUTE = patterns(
            "[^aeiouyl]e$", // make, house
            "[aeiouy]le$", // whole, but not ap-ple
            "[^aeiouytdl]ed$|[aeiouy]l+ed$|lled$", // played, called, but not want-ed, set-tled
            "[^aeiouysxzcgl]es$(?<![cs]hes)|[aeiouy]les$", // makes, but not glass-es, watch-es, ap-ples
            "[^aeiouy]e(?:ly|less|ness|ful|fully|ment|ments|where)$", // lonely, movement
            "^(?:some|there|where|fore|home|life|time|side|fire|state|base)(?=[^aeiouysr])", // something
            "^every(?!$)|several|interest|evening|business");

    /** Adjacent vowels that are pronounced separately: each adds one syllable. */
    private static final List<Pattern> APART = patterns(
            "(?<![tscgx])i[ao](?!us)|^[a-z]?i[ao]", // ra-di-o, gi-ant, but not na-tion
            "(?<![tscgx])ious|[lnrtv]ius|ium", // se-ri-ous
            "[^aeiouqg]u[ao](?!r[dt])|[^aeiouqg]ue(?:l|nt|nce)", // us-u-al, flu-ent
            "eo(?!us|ple|rge)", // vid-e-o
            "(?<![cst])ie(?:ty|nce|nt|t$|ts$)|scie", // so-ci-e-ty, sci-ence
            "[aeiouy]ing", // be-ing
            "rea(?:te|ti|ct|l[il])|idea|area", // cre-ate, i-de-a
            "ism$|ythm$", // or-gan-is-m
            "[^aeiouyrl]n't$", // did-n't
            "[io]uou|eue|iu[ms]$|^[bc]oo[pr]er|uity|nuou"); // con-tin-u-ous

    private static final Map<String, Integer> EXCEPTIONS = exceptions(
            "mr mrs etc ok:2 our hour fire wire tired hours flour sour:1 every evening:2 idea area ideas areas maybe:2 "
                    + "hundred:2 being:2 doing:2 going:2 create:2 created:3 science:2 poem poet:2 lion lions quiet:2 people:2 "
                    + "ocean:2 patient:2 ancient:2 special:2 social:2 really:2 real deal:1 moon:1 iron:2 heaven:2 given:2 "
                    + "business:2 january february:4 wednesday:2 colonel:2 forehead:2 sometimes somewhat someone something:2 "
                    + "therefore:2 everyone everything:3 beautiful:3 couple:2 species series:2 michael:2 europe:2");

    private static final int REMEMBERED = 50_000;

    private final Map<String, Integer> counted = new ConcurrentHashMap<>();

    private static List<Pattern> patterns(String... texts) {
        return java.util.Arrays.stream(texts).map(Pattern::compile).toList();
    }

    /** Parses the list: a count applies to all words before it, back to the previous count. */
    private static Map<String, Integer> exceptions(String list) {
        Map<String, Integer> counts = new HashMap<>();
        Matcher group = Pattern.compile("([a-z ]+):([0-9])").matcher(list);
        while (group.find()) {
            for (String word : group.group(1).strip().split(" ", -1)) {
                counts.put(word, Integer.valueOf(group.group(2)));
            }
        }
        counts.putAll(Map.of("mr", 2, "mrs", 2, "etc", 4, "idea", 3, "area", 3, "ideas", 3, "areas", 3));
        return Map.copyOf(counts);
    }

    @Override
    public int syllables(String word) {
        Integer known = counted.get(word);
        if (known != null) {
            return known;
        }
        int count = 0;
        for (String part : word.split("_", -1)) {
            count += part.isEmpty() ? 0 : count(part);
        }
        if (counted.size() < REMEMBERED) {
            counted.put(word, count);
        }
        return count;
    }

    private static int count(String word) {
        String letters = word.replaceAll("'s$", "").replaceAll("[^a-z']", "");
        Integer exception = EXCEPTIONS.get(letters);
        if (exception != null) {
            return exception;
        }
        int count = 0;
        Matcher groups = VOWELS.matcher(letters);
        while (groups.find()) {
            count++;
        }
        for (Pattern pattern : MUTE) {
            count -= pattern.matcher(letters).find() ? 1 : 0;
        }
        for (Pattern pattern : APART) {
            count += pattern.matcher(letters).find() ? 1 : 0;
        }
        return Math.max(1, count);
    }
}
