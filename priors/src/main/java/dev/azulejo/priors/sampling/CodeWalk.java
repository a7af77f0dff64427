package dev.azulejo.priors.sampling;

/** A walk over the grids of a batch in raster order: the logits of a position, then the codes drawn there, and on. */
sealed interface CodeWalk permits PlainWalk, CachedWalk {
    /**
     * The logits of the next position.
     *
     * @return {@code [N, K]}, valid until the next call
     */
    float[] next();

    /**
     * Tells what was drawn there.
     *
     * @param codes {@code [N]}
     */
    void put(int[] codes);
}
