package org.reformatted.realign.classify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Splits rows into folds so that every category is spread evenly and no query is in two folds. */
final class Folds {
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private Folds() {}

    /** Returns the fold of each row, in [0, folds). */
    static int[] assign(List<LabelledQuery> queries, int[] labels, int categories, int folds, long seed) {
        Random random = new Random(seed);
        int[] fold = new int[labels.length];
        for (int category = 0; category < categories; category++) {
            int wanted = category;
            List<Integer> rows = new ArrayList<>(IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == wanted)
                    .boxed()
                    .toList());
            Collections.shuffle(rows, random);
            for (int i = 0; i < rows.size(); i++) {
                fold[rows.get(i)] = i % folds;
            }
        }
        Map<String, Integer> first =
                new HashMap<>(); // a query that occurs twice must not be in both training and test data
        for (int i = 0; i < fold.length; i++) {
            String query = SPACE.matcher(queries.get(i).query().strip().toLowerCase(Locale.ROOT))
                    .replaceAll(" ");
            Integer before = first.putIfAbsent(query, fold[i]);
            fold[i] = before == null ? fold[i] : before;
        }
        return fold;
    }

    static int[] rows(int[] fold, int wanted, boolean inside) {
        return IntStream.range(0, fold.length)
                .filter(i -> (fold[i] == wanted) == inside)
                .toArray();
    }
}
