package dev.azulejo.vqvae2;

import dev.azulejo.nn.UserException;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.nn.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a model is trained: Adam on |x - D(E(x))|² plus the quantizers' losses.
 *
 * @param batch images a step
 * @param steps number of steps
 * @param learningRate of Adam, once warmed up
 * @param decay how the rate goes down
 * @param warmup steps in which the rate rises linearly from 0
 * @param maxGradientNorm gradients are scaled down together to this global L2 norm; 0 for no clipping
 */
public record TrainingConfig(
        int batch, int steps, double learningRate, RateDecay decay, int warmup, double maxGradientNorm) {
    /** How the learning rate goes down. */
    public enum RateDecay {
        /** It does not. */
        CONSTANT,
        /** Along half a cosine, to 0 at the last step. */
        COSINE;

        /**
         * The learning rate of each step.
         *
         * @param rate once warmed up
         * @param steps number of steps
         * @param warmup steps in which the rate rises linearly from 0
         * @return the schedule
         */
        public Schedule schedule(double rate, int steps, int warmup) {
            Schedule schedule = switch (this) {
                case CONSTANT -> Schedule.constant(rate);
                case COSINE -> Schedule.cosine(rate, 0, steps);
            };
            return schedule.withWarmUp(warmup);
        }
    }

    /** Adam at 3e-4 throughout, as the ports of the paper use it. */
    public static final TrainingConfig SEED = new TrainingConfig(32, 100_000, 3e-4, RateDecay.CONSTANT, 0, 0);

    /**
     * Checks the numbers.
     *
     * @throws UserException if one makes no sense
     */
    public TrainingConfig {
        Settings.requireRange("batch", batch, 1, 65536);
        Settings.requireRange("steps", steps, 1, Integer.MAX_VALUE);
        Settings.requireRange("learning_rate", learningRate, 0, 10);
        Settings.requireRange("warmup", warmup, 0, Integer.MAX_VALUE);
        Settings.requireRange("max_gradient_norm", maxGradientNorm, 0, 1e9);
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
     * @return PyTorch's defaults, with the clipping asked for
     */
    public Adam.Settings adam() {
        return Adam.Settings.adam().withMaxGradientNorm(maxGradientNorm);
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
        json.put("max_gradient_norm", maxGradientNorm);
        return json;
    }

    /**
     * The training that settings describe.
     *
     * @param json as {@link #toJson} gives them; other members are ignored
     * @return the configuration
     * @throws UserException if one is missing, of another type, or makes no sense
     */
    public static TrainingConfig fromJson(JsonObject json) {
        return new TrainingConfig(
                Settings.whole(json, "batch"),
                Settings.whole(json, "steps"),
                json.number("learning_rate"),
                Settings.choice("rate_decay", json.text("rate_decay"), RateDecay.class),
                Settings.whole(json, "warmup"),
                json.number("max_gradient_norm"));
    }
}
