package org.reformatted.realign.pipeline;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Parts rows into batches. */
final class Batches {
    private Batches() {}

    static <T> Iterator<List<T>> of(Iterator<T> rows, int size) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public List<T> next() {
                return take(rows, size);
            }
        };
    }

    static <T> List<T> take(Iterator<T> rows, int most) {
        List<T> taken = new ArrayList<>(most);
        while (taken.size() < most && rows.hasNext()) {
            taken.add(rows.next());
        }
        return taken;
    }
}
