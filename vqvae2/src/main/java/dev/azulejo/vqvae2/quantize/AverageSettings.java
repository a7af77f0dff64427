package dev.azulejo.vqvae2.quantize;

import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.config.Setting;

/**
 * The settings of codes that are moving averages of the vectors that choose them.
 *
 * @param decay of the moving averages
 * @param epsilon pseudo-count of their Laplace smoothing
 * @param init where the first codes come from
 * @param restartEvery steps between restarts of under-used codes, 0 for never
 * @param restartBelow a code is under-used if fewer vectors per step, on average, choose it
 */
public record AverageSettings(
        @Setting(value = "0.99", min = 0, max = 1, help = "of the moving averages")
        double decay,

        @Setting(value = "1e-5", min = 0, max = 1, help = "pseudo-count that smooths their counts")
        double epsilon,

        @Setting(value = "data", help = "first codes: vectors of the first batch, or drawn from U(-1/K, 1/K)")
        CodebookInit init,

        @Setting(value = "50", min = 0, max = 1_000_000, help = "steps between restarts of codes; 0 for never")
        int restartEvery,

        @Setting(value = "0.5", min = 0, max = 1_000_000, help = "restarts a code that fewer vectors per step choose")
        double restartBelow) {
    /** Checks the numbers. */
    public AverageSettings {
        Schema.check(AverageSettings.class, decay, epsilon, init, restartEvery, restartBelow);
    }
}
