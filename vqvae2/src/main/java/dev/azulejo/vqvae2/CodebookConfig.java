package dev.azulejo.vqvae2;

/**
 * A codebook: its size and how it is learned.
 *
 * @param codes K, number of codes
 * @param codeDim D, elements of a code
 * @param quantizer by gradient or by moving averages
 * @param beta weight of the commitment loss
 * @param decay of the moving averages, 0 to 1; EMA only
 * @param epsilon pseudo-count of their Laplace smoothing; EMA only
 * @param init where the first codes come from; by gradient always uniform
 * @param restartEvery steps between restarts of under-used codes, 0 for never; EMA only
 * @param restartBelow a code is under-used if fewer vectors a step, on average, choose it
 */
public record CodebookConfig(
        int codes,
        int codeDim,
        QuantizerKind quantizer,
        double beta,
        double decay,
        double epsilon,
        CodebookInit init,
        int restartEvery,
        double restartBelow) {
    /** The seed's: 512 codes of 64, learned by gradient, beta 0.25. */
    public static final CodebookConfig SEED =
            new CodebookConfig(512, 64, QuantizerKind.GRADIENT, 0.25, 0.99, 1e-5, CodebookInit.UNIFORM, 0, 0.5);

    /**
     * This codebook with another number of codes and another dimension.
     *
     * @param k number of codes
     * @param d elements of a code
     * @return the configuration
     */
    public CodebookConfig sized(int k, int d) {
        return new CodebookConfig(k, d, quantizer, beta, decay, epsilon, init, restartEvery, restartBelow);
    }

    /**
     * This codebook learned by moving averages, begun at the first batch's vectors, with restarts.
     *
     * @param every steps between restarts, 0 for never
     * @return the configuration
     */
    public CodebookConfig movingAverage(int every) {
        return new CodebookConfig(
                codes, codeDim, QuantizerKind.EMA, beta, decay, epsilon, CodebookInit.DATA, every, restartBelow);
    }
}
