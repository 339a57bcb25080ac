package org.reformatted.realign.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Converts names between Java and YAML. */
final class Names {
    private Names() {}

    static String decapitalized(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Converts {@code fooBar} or {@code FOO_BAR} to {@code foo-bar}. */
    static String kebab(String name) {
        String dashed = name.equals(name.toUpperCase(Locale.ROOT))
                ? name.replace('_', '-')
                : name.replaceAll("([a-z0-9])([A-Z])", "$1-$2");
        return dashed.toLowerCase(Locale.ROOT);
    }

    /** Converts {@code foo-bar} to {@code fooBar}. */
    static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '-') {
                upper = true;
            } else {
                camel.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return camel.toString();
    }

    /** Returns the known name that was probably meant: at most two of its letters, or a third of them, differ. */
    static @Nullable String nearest(String given, List<String> known) {
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String name : known) {
            int distance = distance(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < least && distance <= Math.max(2, name.length() / 3) && distance < name.length()) {
                best = name;
                least = distance;
            }
        }
        return best;
    }

    /** Computes the Levenshtein distance: the number of insertions, deletions and substitutions. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
