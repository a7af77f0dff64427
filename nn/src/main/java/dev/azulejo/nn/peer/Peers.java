package dev.azulejo.nn.peer;

import dev.azulejo.nn.message.UserException;

/**
 * The processes that train one model together, seen from one of them. Each computes on its part of a batch, and all then take
 * the same step by what they have {@link #sum summed}. All of them make the same calls in the same order, one at a time.
 */
public interface Peers extends AutoCloseable {
    /** {@return training by one process} */
    static Peers alone() {
        return new SingleWorker();
    }

    /** {@return which of them this one is, from 0} */
    int rank();

    /** {@return how many they are} */
    int size();

    /**
     * Adds the values of all, in the order of their ranks: ((those of 0 + those of 1) + those of 2) and so on.
     *
     * @param values this one's; then the sums, the same bits everywhere
     * @throws PeerLostException if one of the others is gone
     * @throws PeerFailedException if one of the others gave up
     */
    void sum(Summands values);

    /**
     * Gives all of them what the first one has.
     *
     * @param values those of the first; then these everywhere
     * @throws PeerLostException if one of the others is gone
     */
    void share(byte... values);

    /**
     * Tells the others that there is no use in going on; then they end by a {@link PeerFailedException}.
     *
     * @param reason one line
     */
    void fail(String reason);

    /** Ends the connections to the others. */
    @Override
    void close();

    /**
     * Adds the values of all, in the order of their ranks.
     *
     * @param values this one's; then the sums, the same bits everywhere
     * @throws PeerLostException if one of the others is gone
     */
    default void sum(float... values) {
        sum(Summands.of(values));
    }

    /**
     * {@return how many images of a batch each of them takes}
     *
     * @param batch images of all of them together
     * @throws UserException if they cannot have equally many
     */
    default int part(int batch) {
        if (batch % size() != 0) {
            throw new UserException("batch " + batch + ": " + size()
                    + " workers cannot have equally many images of it; take a multiple of " + size()
                    + ", or another number of workers");
        }
        return batch / size();
    }
}
