package dev.azulejo.priors.sampling;

import dev.azulejo.nn.config.Settings;

/**
 * The options of drawing codes from their distributions.
 *
 * @param temperature the logits are divided by it: 1 for the model's own distribution, 0 for the likeliest code always
 * @param topK only the K likeliest codes are drawn, 0 for all (Fan et al. 2018, arXiv 1805.04833)
 * @param topP only the fewest likeliest codes that together have this probability are drawn, after top-k; 1 for all
 *     (nucleus sampling, Holtzman et al. 2020, arXiv 1904.09751)
 * @param seed of the draws
 */
public record SamplingOptions(double temperature, int topK, double topP, long seed) {
    /**
     * Checks the numbers.
     *
     * @throws dev.azulejo.nn.message.UserException if one makes no sense
     */
    public SamplingOptions {
        Settings.requireRange("temperature", temperature, 0, 1000);
        Settings.requireRange("top_k", topK, 0, Integer.MAX_VALUE);
        Settings.requireRange("top_p", topP, Double.MIN_VALUE, 1);
    }

    /**
     * The model's own distribution.
     *
     * @param seed of the draws
     * @return temperature 1, nothing cut off
     */
    public static SamplingOptions of(long seed) {
        return new SamplingOptions(1, 0, 1, seed);
    }

    /**
     * The options for pictures that please: temperature 0.85 and the likeliest 95 %. An early slip is then rare, and a
     * code that does not fit misleads all that follow; the price is variety.
     *
     * @param seed of the draws
     * @return the options
     */
    public static SamplingOptions forPictures(long seed) {
        return new SamplingOptions(0.85, 0, 0.95, seed);
    }
}
