package dev.azulejo.vqvae2.quantize;

import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.config.Setting;

/**
 * The settings of codes that start at vectors of a batch, and start again where hardly any vector chooses them.
 *
 * @param init where the first codes come from
 * @param restartEvery steps between restarts of under-used codes, 0 for never
 * @param restartBelow a code is under-used if fewer vectors per step, on average, choose it
 */
public record StartSettings(
        @Setting(value = "data", help = "first codes: vectors of the first batch, or drawn from U(-1/K, 1/K)")
        CodebookInit init,

        @Setting(value = "50", min = 0, max = 1_000_000, help = "steps between restarts of codes; 0 for never")
        int restartEvery,

        @Setting(value = "0.5", min = 0, max = 1_000_000, help = "restarts a code that fewer vectors per step choose")
        double restartBelow) {
    /** Checks the numbers. */
    public StartSettings {
        Schema.check(StartSettings.class, init, restartEvery, restartBelow);
    }

    /** {@return whether under-used codes start again in a step, from 1} */
    boolean restartsAt(long step) {
        return restartEvery > 0 && step % restartEvery == 0;
    }
}
