package dev.azulejo.vqvae2.train;

import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.config.Setting;
import dev.azulejo.nn.data.Augmentation;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.nn.optim.RateDecay;
import dev.azulejo.nn.optim.Schedule;
import dev.azulejo.vqvae2.LevelDropout;

/**
 * The settings of a model's training: Adam on |x - D(E(x))|² plus the quantizers' losses.
 *
 * @param batch images per step
 * @param steps number of steps
 * @param learningRate of Adam, once warmed up
 * @param rateDecay how the rate goes down
 * @param warmup steps in which the rate rises linearly from 0
 * @param maxGradientNorm gradients are scaled down together to this global L2 norm; 0 for no clipping
 * @param adamBeta2 decay of Adam's second moment: steps are too short for so long as it remembers gradients that were larger
 * @param levelDropout probability that an image is decoded from the upper levels alone, see {@link LevelDropout}
 * @param levelDropoutDecay how that probability goes down
 * @param flip whether each image is mirrored left to right half of the times
 * @param shift pixels by which an image is moved at most
 */
public record TrainingConfig(
        @Setting(value = "32", min = 1, max = 65536, help = "images per step")
        int batch,

        @Setting(value = "100000", min = 1, max = Integer.MAX_VALUE, help = "number of steps")
        int steps,

        @Setting(value = "3e-4", min = 0, max = 10, help = "of Adam, once warmed up")
        double learningRate,

        @Setting(value = "constant", help = "how the rate goes down")
        RateDecay rateDecay,

        @Setting(value = "0", min = 0, max = Integer.MAX_VALUE, help = "steps in which the rate rises from 0")
        int warmup,

        @Setting(value = "0", min = 0, max = 1e9, help = "gradients are scaled down to this norm; 0 for no clipping")
        double maxGradientNorm,

        @Setting(
                value = "0.999",
                min = 0,
                max = 0.999999,
                later = true,
                help = "of Adam: how slowly the mean of squared gradients forgets")
        double adamBeta2,

        @Setting(
                value = "0",
                min = 0,
                max = 0.99,
                later = true,
                help = "share of the images of a step that are decoded without their lower levels")
        double levelDropout,

        @Setting(value = "constant", later = true, help = "how level_dropout goes down")
        RateDecay levelDropoutDecay,

        @Setting(value = "false", later = true, help = "whether an image is mirrored, left to right, half of the times")
        boolean flip,

        @Setting(
                value = "0",
                min = 0,
                max = 1024,
                later = true,
                help = "an image is moved by at most so many pixels, up or down and left or right, its border repeated")
        int shift) {
    /**
     * Checks the numbers.
     *
     * @throws UserException if one makes no sense
     */
    public TrainingConfig {
        Schema.check(
                TrainingConfig.class,
                batch,
                steps,
                learningRate,
                rateDecay,
                warmup,
                maxGradientNorm,
                adamBeta2,
                levelDropout,
                levelDropoutDecay,
                flip,
                shift);
    }

    /** {@return what is changed in an image each time it comes} */
    public Augmentation augmentation() {
        return new Augmentation(flip, shift);
    }

    /** {@return the learning rate of each step} */
    public Schedule schedule() {
        return rateDecay.schedule(learningRate, steps, warmup);
    }

    /** {@return the share of images without their lower levels in each step} */
    public Schedule levelDropoutSchedule() {
        return levelDropoutDecay.schedule(levelDropout, steps, 0);
    }

    /** {@return the optimiser's constants: PyTorch's defaults, with the second beta and the clipping asked for} */
    public Adam.Settings adam() {
        return Adam.Settings.adam().withBetas(0.9, adamBeta2).withMaxGradientNorm(maxGradientNorm);
    }
}
