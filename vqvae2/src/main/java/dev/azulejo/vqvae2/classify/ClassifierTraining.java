package dev.azulejo.vqvae2.classify;

import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.config.Setting;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.nn.optim.RateDecay;
import dev.azulejo.nn.optim.Schedule;

/**
 * The settings of a classifier's training: AdamW on the cross-entropy of the classes, the rate along a cosine.
 *
 * @param batch images per step
 * @param steps number of steps
 * @param learningRate once warmed up
 * @param warmup steps in which the rate rises linearly from 0
 * @param weightDecay decoupled weight decay (AdamW); 0 for Adam
 * @param maxGradientNorm gradients are scaled down together to this global L2 norm; 0 for no clipping
 */
public record ClassifierTraining(
        @Setting(value = "64", min = 1, max = 65536, help = "images per step")
        int batch,

        @Setting(value = "2000", min = 1, max = Integer.MAX_VALUE, help = "number of steps")
        int steps,

        @Setting(value = "2e-3", min = 0, max = 10, help = "of AdamW, once warmed up; it falls along a cosine")
        double learningRate,

        @Setting(value = "50", min = 0, max = Integer.MAX_VALUE, help = "steps in which the rate rises from 0")
        int warmup,

        @Setting(value = "0.1", min = 0, max = 10, help = "of AdamW; 0 for Adam")
        double weightDecay,

        @Setting(value = "1", min = 0, max = 1e9, help = "gradients are scaled down to this norm; 0 for no clipping")
        double maxGradientNorm) {
    /**
     * Checks the numbers.
     *
     * @throws UserException if one makes no sense
     */
    public ClassifierTraining {
        Schema.check(ClassifierTraining.class, batch, steps, learningRate, warmup, weightDecay, maxGradientNorm);
    }

    /** {@return the learning rate of each step} */
    public Schedule schedule() {
        return RateDecay.COSINE.schedule(learningRate, steps, warmup);
    }

    Adam.Settings adam() {
        return Adam.Settings.adamW(weightDecay).withMaxGradientNorm(maxGradientNorm);
    }
}
