package org.reformatted.realign.pipeline;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Takes rows in batches. */
final class RowBatches {
    private RowBatches() {}

    static <T> List<T> take(Iterator<T> rows, int most) {
        List<T> taken = new ArrayList<>(most);
        while (taken.size() < most && rows.hasNext()) {
            taken.add(rows.next());
        }
        return taken;
    }
}
