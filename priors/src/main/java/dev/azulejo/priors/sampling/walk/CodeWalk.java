package dev.azulejo.priors.sampling.walk;

/** A walk over the grids of a batch in raster order: the logits of a position, then the codes drawn there, and on. */
public sealed interface CodeWalk permits PlainWalk, CachedWalk {
    /** {@return the logits {@code [N, K]} of the next position, valid until the next call} */
    float[] next();

    /**
     * Tells what was drawn there.
     *
     * @param codes {@code [N]}
     */
    void put(int[] codes);
}
