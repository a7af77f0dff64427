package dev.azulejo.nn.data.source;

/** Hears how far the loading of many images is. */
@FunctionalInterface
public interface LoadListener {
    /** Hears nothing. */
    LoadListener NONE = (done, total) -> {};

    /**
     * Called about a hundred times in all, by one thread after another, and once at the end.
     *
     * @param done images decoded or given up; never less than before
     * @param total how many there are
     */
    void loaded(int done, int total);
}
