package org.reformatted.realign.classify;

import java.util.ArrayList;
import java.util.List;

/** Thirty queries of two categories that share few words. */
final class ToyQueries {
    private ToyQueries() {}

    static List<LabelledQuery> all() {
        List<LabelledQuery> toy = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            toy.add(new LabelledQuery("please translate the word number " + i, "translation"));
            toy.add(new LabelledQuery("sum up the numbers 3 and " + i, "sums"));
        }
        return toy;
    }
}
