package dev.azulejo.priors;

import dev.azulejo.nn.UserException;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.nn.optim.Schedule;
import dev.azulejo.vqvae2.Settings;
import dev.azulejo.vqvae2.TrainingConfig.RateDecay;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a prior is trained: AdamW on the cross-entropy of its codes, with clipped gradients and averaged weights.
 *
 * @param batch images a step
 * @param steps number of steps
 * @param learningRate once warmed up
 * @param decay how the rate goes down
 * @param warmup steps in which the rate rises linearly from 0
 * @param weightDecay decoupled weight decay (AdamW); 0 for Adam
 * @param maxGradientNorm gradients are scaled down together to this global L2 norm; 0 for no clipping
 * @param polyak decay of the averaged weights, with which the prior is evaluated and sampled
 */
public record PriorTraining(
        int batch,
        int steps,
        double learningRate,
        RateDecay decay,
        int warmup,
        double weightDecay,
        double maxGradientNorm,
        double polyak) {
    /**
     * Checks the numbers.
     *
     * @throws UserException if one makes no sense
     */
    public PriorTraining {
        Settings.requireRange("batch", batch, 1, 65536);
        Settings.requireRange("steps", steps, 1, Integer.MAX_VALUE);
        Settings.requireRange("learning_rate", learningRate, 0, 10);
        Settings.requireRange("warmup", warmup, 0, Integer.MAX_VALUE);
        Settings.requireRange("weight_decay", weightDecay, 0, 10);
        Settings.requireRange("max_gradient_norm", maxGradientNorm, 0, 1e9);
        Settings.requireRange("polyak", polyak, 0, 0.999999999);
    }

    /**
     * The learning rate of each step.
     *
     * @return the schedule
     */
    public Schedule schedule() {
        return decay.schedule(learningRate, steps, warmup);
    }

    /**
     * The optimiser's constants.
     *
     * @return AdamW's, with the clipping asked for
     */
    public Adam.Settings adam() {
        return Adam.Settings.adamW(weightDecay).withMaxGradientNorm(maxGradientNorm);
    }

    /**
     * The settings by name, for JSON and for {@link Settings#with}.
     *
     * @return names in snake_case with values of JSON's types
     */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("batch", (long) batch);
        json.put("steps", (long) steps);
        json.put("learning_rate", learningRate);
        json.put("rate_decay", decay.name().toLowerCase(Locale.ROOT));
        json.put("warmup", (long) warmup);
        json.put("weight_decay", weightDecay);
        json.put("max_gradient_norm", maxGradientNorm);
        json.put("polyak", polyak);
        return json;
    }

    /**
     * The training that settings describe.
     *
     * @param json as {@link #toJson} gives them; other members are ignored
     * @return the configuration
     * @throws UserException if one is missing, of another type, or makes no sense
     */
    public static PriorTraining fromJson(JsonObject json) {
        return new PriorTraining(
                json.whole("batch", 1, 65536),
                json.whole("steps", 1, Integer.MAX_VALUE),
                json.number("learning_rate"),
                Settings.choice("rate_decay", json.text("rate_decay"), RateDecay.class),
                json.whole("warmup", 0, Integer.MAX_VALUE),
                json.number("weight_decay"),
                json.number("max_gradient_norm"),
                json.number("polyak"));
    }
}
