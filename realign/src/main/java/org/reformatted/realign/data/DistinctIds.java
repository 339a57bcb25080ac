package org.reformatted.realign.data;

import java.util.Arrays;
import org.reformatted.realign.base.InputException;

/**
 * Remembers which ids were seen, with a 64-bit hash of each: about 16 bytes per id, whatever its length. The probability that any two of a million
 * distinct ids have the same hash is 3e-8.
 */
public final class DistinctIds {
    private static final long FREE = 0;

    private long[] slots = new long[1024];
    private int size;

    /** Starts without ids. */
    public DistinctIds() {}

    /**
     * Returns a row's conversation if its id is new.
     *
     * @param row the row
     * @return its conversation
     * @throws InputException naming file and line when the id was seen before
     */
    public Conversation require(UnreadRow.Read row) {
        String id = row.conversation().id();
        if (!add(id)) {
            throw repeated(row.place(), id);
        }
        return row.conversation();
    }

    /**
     * Creates the error for an id that was seen before.
     *
     * @param place the place of the second row with that id
     * @param id the id
     * @return the error, to be thrown
     */
    public static InputException repeated(String place, String id) {
        return InputException.at(place, "the id \"" + id + "\" again", "a unique id", "rename or remove this row");
    }

    boolean add(String id) {
        return add(hash(id));
    }

    /**
     * Adds an id by its hash.
     *
     * @param hash the {@link #hash} of the id
     * @return whether it was new
     */
    public boolean add(long hash) {
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        boolean added = insert(hash);
        size += added ? 1 : 0;
        return added;
    }

    private boolean insert(long hash) {
        int mask = slots.length - 1;
        for (int slot = (int) hash & mask; ; slot = (slot + 1) & mask) {
            if (slots[slot] == FREE) {
                slots[slot] = hash;
                return true;
            }
            if (slots[slot] == hash) {
                return false;
            }
        }
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        Arrays.stream(old).filter(hash -> hash != FREE).forEach(this::insert);
    }

    /**
     * Computes the hash that identifies an id: FNV-1a over the characters, mixed by the finalizer of SplitMix64.
     *
     * @param id an id
     * @return 64 bits
     */
    public static long hash(String id) {
        long h = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            h = (h ^ id.charAt(i)) * 0x100000001b3L;
        }
        h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
        h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
        h ^= h >>> 31;
        return h == FREE ? 1 : h;
    }
}
