package dev.azulejo.vqvae2.quantize;

import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.config.Setting;

/**
 * The settings of codes that are moving averages of the vectors that choose them.
 *
 * @param decay of the moving averages
 * @param epsilon pseudo-count of their Laplace smoothing
 */
public record AverageSettings(
        @Setting(value = "0.99", min = 0, max = 1, help = "of the moving averages")
        double decay,

        @Setting(value = "1e-5", min = 0, max = 1, help = "pseudo-count that smooths their counts")
        double epsilon) {
    /** Checks the numbers. */
    public AverageSettings {
        Schema.check(AverageSettings.class, decay, epsilon);
    }
}
