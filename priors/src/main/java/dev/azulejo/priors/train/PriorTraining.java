package dev.azulejo.priors.train;

import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.config.Setting;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.nn.optim.RateDecay;
import dev.azulejo.nn.optim.Schedule;

/**
 * The settings of a prior's training: AdamW on the cross-entropy of its codes, with clipped gradients and averaged
 * weights.
 *
 * @param batch images per step
 * @param steps number of steps
 * @param learningRate once warmed up
 * @param rateDecay how the rate goes down
 * @param warmup steps in which the rate rises linearly from 0
 * @param weightDecay decoupled weight decay (AdamW); 0 for Adam
 * @param maxGradientNorm gradients are scaled down together to this global L2 norm; 0 for no clipping
 * @param polyak decay of the averaged weights, with which the prior is evaluated and sampled
 * @param stopAfter steps without fewer held-out nats per code after which training ends, measured at every fifth part of
 *     them; 0 for never
 */
public record PriorTraining(
        @Setting(value = "32", min = 1, max = 65536, help = "images per step")
        int batch,

        @Setting(value = "1600", min = 1, max = Integer.MAX_VALUE, help = "number of steps")
        int steps,

        @Setting(value = "2e-3", min = 0, max = 10, help = "of AdamW, once warmed up")
        double learningRate,

        @Setting(value = "cosine", help = "how the rate goes down")
        RateDecay rateDecay,

        @Setting(value = "50", min = 0, max = Integer.MAX_VALUE, help = "steps in which the rate rises from 0")
        int warmup,

        @Setting(value = "0.1", min = 0, max = 10, help = "of AdamW; 0 for Adam")
        double weightDecay,

        @Setting(value = "1", min = 0, max = 1e9, help = "gradients are scaled down to this norm; 0 for no clipping")
        double maxGradientNorm,

        @Setting(value = "0.999", min = 0, max = 0.999999999, help = "of the averaged weights that are sampled")
        double polyak,

        @Setting(
                value = "0",
                min = 0,
                max = Integer.MAX_VALUE,
                help = "steps without fewer held-out nats after which it ends, the best weights kept; 0 for never",
                later = true)
        int stopAfter) {
    /**
     * Checks the numbers.
     *
     * @throws UserException if one makes no sense
     */
    public PriorTraining {
        Schema.check(
                PriorTraining.class,
                batch,
                steps,
                learningRate,
                rateDecay,
                warmup,
                weightDecay,
                maxGradientNorm,
                polyak,
                stopAfter);
    }

    /** {@return the learning rate of each step} */
    public Schedule schedule() {
        return rateDecay.schedule(learningRate, steps, warmup);
    }

    /** {@return the optimiser's constants: AdamW's, with the clipping asked for} */
    public Adam.Settings adam() {
        return Adam.Settings.adamW(weightDecay).withMaxGradientNorm(maxGradientNorm);
    }
}
