package org.reformatted.finetune.batch;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.reformatted.realign.base.Check;

/**
 * The order of the examples in an epoch: a random permutation that depends only on the seed and the epoch's number, so that any epoch can be computed
 * without the epochs before it.
 *
 * @param size number of examples
 * @param seed of the random numbers
 * @param shuffle false keeps the order of the examples
 */
public record EpochOrder(int size, long seed, boolean shuffle) {
    /** Checks the size. */
    public EpochOrder {
        Check.argument(size > 0, "size (%s) must be positive", size);
    }

    /**
     * Computes the order of an epoch (Fisher and Yates).
     *
     * @param epoch its number, from 0
     * @return each index below {@code size} once
     */
    public int[] permutation(int epoch) {
        int[] order = IntStream.range(0, size).toArray();
        if (!shuffle) {
            return order;
        }
        SplittableRandom random = random(epoch);
        for (int last = size - 1; last > 0; last--) {
            int drawn = random.nextInt(last + 1);
            int kept = order[last];
            order[last] = order[drawn];
            order[drawn] = kept;
        }
        return order;
    }

    /** The random number generator of an epoch, the same for each call. The seed is mixed twice, so that epochs do not share a stream. */
    SplittableRandom random(int epoch) {
        return new SplittableRandom(new SplittableRandom(seed + epoch * 0xD1342543DE82EF95L).nextLong());
    }
}
