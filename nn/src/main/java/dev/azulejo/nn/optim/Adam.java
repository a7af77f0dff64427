package dev.azulejo.nn.optim;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.OptimizerKernels;
import dev.azulejo.engine.backend.OptimizerKernels.AdamSettings;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980) and, with weight decay, AdamW (Loshchilov and Hutter 2019,
 * arXiv 1711.05101), as PyTorch computes them, with gradient clipping by global norm.
 *
 * <p>Its only state is two moments a parameter: the number of the step is an argument, so a resumed run goes on with the
 * same bits once {@link #state} is back. Nothing is read to the host.
 */
public final class Adam {
    private final Engine engine;
    private final Settings settings;
    private final AdamSettings constants;
    private final List<Slot> slots = new ArrayList<>();

    /**
     * What the host sets before a step: rate and corrections. What the step computes by is another where it is clipped: a
     * buffer that the host and the step both wrote would be sent to a device with all the weights, every time.
     */
    private final Tensor prepared;

    private final Tensor numbers;

    private record Slot(Parameter parameter, Tensor first, Tensor second) {}

    /**
     * The constants of the optimiser, which do not change from step to step.
     *
     * @param beta1 decay of the first moment, in [0, 1)
     * @param beta2 decay of the second moment, in [0, 1)
     * @param epsilon added to the root of the second moment, above 0
     * @param weightDecay decoupled weight decay (AdamW), at least 0
     * @param maxGradientNorm gradients are scaled down together to this global L2 norm; 0 for no clipping
     */
    public record Settings(double beta1, double beta2, double epsilon, double weightDecay, double maxGradientNorm) {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is out of its range
         */
        public Settings {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
                throw new IllegalArgumentException(
                        "adam: betas " + beta1 + " and " + beta2 + "; expected at least 0 and below 1");
            }
            if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("adam: epsilon " + epsilon + "; expected above 0");
            }
            if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("adam: weight decay " + weightDecay + "; expected at least 0");
            }
            if (!(maxGradientNorm >= 0 && maxGradientNorm < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "adam: maximal gradient norm " + maxGradientNorm + "; expected at least 0 (0 for no clipping)");
            }
        }

        /** {@return PyTorch's defaults for Adam: betas 0.9 and 0.999, epsilon 1e-8, no weight decay, no clipping} */
        public static Settings adam() {
            return new Settings(0.9, 0.999, 1e-8, 0, 0);
        }

        /**
         * PyTorch's AdamW: as Adam, with decoupled weight decay of every parameter.
         *
         * @param weightDecay PyTorch's default is 0.01
         * @return the settings
         */
        public static Settings adamW(double weightDecay) {
            return new Settings(0.9, 0.999, 1e-8, weightDecay, 0);
        }

        /**
         * These settings with other decays of the moments.
         *
         * @param first decay of the first moment
         * @param second decay of the second moment
         * @return the settings
         */
        public Settings withBetas(double first, double second) {
            return new Settings(first, second, epsilon, weightDecay, maxGradientNorm);
        }

        /**
         * These settings with clipping, as PyTorch's {@code clip_grad_norm_} before each step.
         *
         * @param norm the largest global L2 norm of all gradients together; 0 for no clipping
         * @return the settings
         */
        public Settings withMaxGradientNorm(double norm) {
            return new Settings(beta1, beta2, epsilon, weightDecay, norm);
        }
    }

    /**
     * An optimiser of the learned parameters among these, its moments zero.
     *
     * @param engine where they live
     * @param parameters those of a model
     * @param settings what does not change from step to step
     */
    public Adam(Engine engine, Parameters parameters, Settings settings) {
        this.engine = engine;
        this.settings = settings;
        this.constants =
                new AdamSettings(settings.beta1(), settings.beta2(), settings.epsilon(), settings.weightDecay());
        for (Parameter parameter : parameters.learned()) {
            Shape shape = parameter.value().shape();
            float[] zeros = new float[shape.size()];
            slots.add(new Slot(parameter, engine.state(shape, zeros), engine.state(shape, zeros)));
        }
        this.prepared = engine.state(Shape.of(4), 0, 1, 1, 1);
        this.numbers = settings.maxGradientNorm() > 0 ? engine.state(Shape.of(4), 0, 1, 1, 1) : prepared;
    }

    /**
     * Updates every parameter that the loss depends on; the others stay as they are, with their moments.
     *
     * @param tape a tape after {@link Tape#backward}
     * @param step number of the update, from 1 on: the t of the bias corrections 1 - beta^t
     * @param rate learning rate
     * @throws IllegalArgumentException if the step is below 1, or the rate negative or not finite
     */
    public void step(Tape tape, long step, double rate) {
        prepare(step, rate);
        step(tape);
    }

    /**
     * Sets what changes from step to step, before a step that is replayed.
     *
     * @param step number of the update, from 1 on: the t of the bias corrections 1 - beta^t
     * @param rate learning rate
     * @throws IllegalArgumentException if the step is below 1, or the rate negative or not finite
     */
    public void prepare(long step, double rate) {
        if (step < 1 || !(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "adam: step " + step + ", rate " + rate + "; expected a step from 1 on and a rate of at least 0");
        }
        prepared.set(
                (float) rate,
                (float) (1 - StrictMath.pow(settings.beta1(), (double) step)),
                (float) (1 - StrictMath.pow(settings.beta2(), (double) step)),
                1);
    }

    /**
     * Updates every parameter that the loss depends on by the numbers that were {@link #prepare prepared}.
     *
     * @param tape a tape after {@link Tape#backward}
     */
    public void step(Tape tape) {
        step(gradients(tape));
    }

    /**
     * {@return the gradients of the parameters that the loss depends on, by the names of these, in their order}
     *
     * @param tape a tape after {@link Tape#backward}, which holds them until it closes
     */
    public Map<String, Tensor> gradients(Tape tape) {
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        for (Slot slot : slots) {
            Tensor gradient = tape.gradient(slot.parameter.value());
            if (gradient != null) {
                gradients.put(slot.parameter.name(), gradient);
            }
        }
        return gradients;
    }

    /**
     * Updates every parameter that has a gradient by the numbers that were {@link #prepare prepared}.
     *
     * @param gradients by the names of parameters
     */
    public void step(Map<String, Tensor> gradients) {
        List<Slot> moving = slots.stream()
                .filter(slot -> gradients.containsKey(slot.parameter.name()))
                .toList();
        List<Buffer> slopes = buffers(moving, slot -> gradients.get(slot.parameter.name()));
        List<Integer> sizes = moving.stream()
                .map(slot -> slot.parameter.value().shape().size())
                .toList();
        OptimizerKernels kernels = engine.backend().optimizers();
        if (settings.maxGradientNorm() > 0) {
            engine.backend().memory().copy(prepared.buffer(), 0, numbers.buffer(), 0, 4);
            kernels.clipFactor(slopes, sizes, (float) settings.maxGradientNorm(), numbers.buffer(), 3);
        }
        kernels.adam(
                buffers(moving, slot -> slot.parameter.value()),
                slopes,
                buffers(moving, Slot::first),
                buffers(moving, Slot::second),
                sizes,
                constants,
                numbers.buffer());
    }

    private static List<Buffer> buffers(List<Slot> slots, Function<Slot, Tensor> of) {
        return slots.stream().map(slot -> of.apply(slot).buffer()).toList();
    }

    /**
     * The moments, under PyTorch's names behind the parameter's ({@code encoder_bot.0.weight.exp_avg} and
     * {@code .exp_avg_sq}), laid out on disk as the parameter is. Overwriting them restores the optimiser.
     *
     * @return the list
     */
    public Parameters state() {
        Parameters list = new Parameters();
        for (Slot slot : slots) {
            Parameter of = slot.parameter;
            list.state(of.name() + ".exp_avg", slot.first, of.layout());
            list.state(of.name() + ".exp_avg_sq", slot.second, of.layout());
        }
        return list;
    }
}
