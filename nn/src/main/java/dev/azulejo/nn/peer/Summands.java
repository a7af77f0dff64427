package dev.azulejo.nn.peer;

/**
 * Floats one after the other that peers sum: they are taken in pieces, perhaps before all of them are there, and overwritten by
 * their sums in the same order.
 */
public interface Summands {
    /** Floats that are sent at a time: 128 KiB. */
    int CHUNK = 1 << 15;

    /** {@return whether {@link #take} would return at once with as many as it is asked for, or with the last} */
    boolean ready();

    /**
     * Copies the next ones out; waits for those that are not there yet.
     *
     * @param into gets them, from its start
     * @return how many there are: as many as there is room for, but at the end; 0 after that
     */
    int take(float[] into);

    /**
     * Overwrites the next ones by sums.
     *
     * @param sums hold them, from the start; whoever calls this needs them no longer
     * @param count how many
     */
    void put(float[] sums, int count);

    /**
     * An array's floats.
     *
     * @param values the array
     * @return them, all there
     */
    static Summands of(float... values) {
        return new Summands() {
            private int taken;
            private int put;

            @Override
            public boolean ready() {
                return true;
            }

            @Override
            public int take(float[] into) {
                int count = Math.min(into.length, values.length - taken);
                System.arraycopy(values, taken, into, 0, count);
                taken += count;
                return count;
            }

            @Override
            public void put(float[] sums, int count) {
                System.arraycopy(sums, 0, values, put, count);
                put += count;
            }
        };
    }
}
