package dev.azulejo.priors;

import dev.azulejo.engine.Convolution;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.nn.Embedding;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Module;
import dev.azulejo.nn.Parameters;

/**
 * A gated residual block, {@code [N,H,W,C]} to the same shape:
 *
 * <pre>{@code
 * h = elu(first(elu(x)) + side)
 * y = x + gate(second(dropout(h)) + condition(c) + class bias),   gate(a, b) = tanh(a) sigmoid(b)
 * }</pre>
 *
 * <p>The gate is the gated PixelCNN's (arXiv 1606.05328, equation 2), the residual form PixelCNN++'s (arXiv 1701.05517).
 * Only {@code first} looks at neighbours: its padding decides what the block may see, and a sampler needs one cache a
 * block.
 *
 * @param first a convolution C to R
 * @param second a 1x1 convolution R to 2C
 * @param classes {@code [classes, 2C]}, or null without classes
 * @param condition a 1x1 convolution C to 2C, or null where no level above conditions the block
 */
public record GatedBlock(Conv2d first, Conv2d second, Embedding classes, Conv2d condition) implements Module {
    /** A block that knows neither class nor condition: in the conditioning stack and in the output stack. */
    static GatedBlock plain(int channels, int residual, int kernel, Initializer init) {
        Conv2d spatial = Conv2d.of(channels, residual, kernel, 1, kernel / 2, init);
        return new GatedBlock(spatial, gate(residual, channels, init), null, null);
    }

    /** A block of a causal layer. */
    static GatedBlock causal(PriorConfig config, CausalKernel kernel, boolean conditioned, Initializer init) {
        int channels = config.hidden();
        Conv2d spatial = kernel.convolution(channels, config.residual(), init);
        Conv2d gate = gate(config.residual(), channels, init);
        Embedding classes = config.classes() == 0
                ? null
                : new Embedding(init.normal(Shape.of(config.classes(), 2 * channels), 0.1));
        return new GatedBlock(spatial, gate, classes, conditioned ? gate(channels, channels, init) : null);
    }

    private static Conv2d gate(int in, int channels, Initializer init) {
        return Conv2d.of(in, 2 * channels, 1, 1, Convolution.of(1, 0), init);
    }

    /** The block; side is {@code [N,H,W,R]}, from elsewhere, or null. */
    Tensor forward(Tensor x, Tensor side, Conditioning given) {
        Tensor hidden = side == null ? first.forward(x.elu()) : first.forwardPlus(x.elu(), side);
        return finish(x, hidden, conditionBias(given.condition()), classBias(given), given.dropout());
    }

    /**
     * Computes what follows the first convolution: a function of each position alone.
     *
     * @param x the block's input, {@code [N,H,W,C]}
     * @param hidden what the first convolution gave, {@code [N,H,W,R]}
     * @param conditionBias as {@link #conditionBias} gives it
     * @param classBias as {@link #classBias} gives it
     * @param dropout of this pass
     * @return the block's output, {@code [N,H,W,C]}
     */
    public Tensor finish(Tensor x, Tensor hidden, Tensor conditionBias, Tensor classBias, Dropout dropout) {
        Tensor h = dropout.apply(hidden.elu());
        Tensor gated = conditionBias == null ? second.forward(h) : second.forwardPlus(h, conditionBias);
        if (classBias != null) {
            gated = gated.plus(perImage(classBias));
        }
        return x.plus(gated.gate());
    }

    /**
     * {@return one vector per image, {@code [N,C]}, as it is added to images: {@code [N,1,1,C]}}
     *
     * @param vectors {@code [N,C]}
     */
    public static Tensor perImage(Tensor vectors) {
        return vectors.reshape(
                Shape.of(vectors.shape().get(0), 1, 1, vectors.shape().channels()));
    }

    /**
     * The condition's part of the gate's arguments.
     *
     * @param features {@code [N,H,W,C]}
     * @return {@code [N,H,W,2C]}, or null if no level above conditions the block
     */
    public Tensor conditionBias(Tensor features) {
        return condition == null ? null : condition.forward(features);
    }

    /**
     * The class's part of the gate's arguments.
     *
     * @param given holds the classes
     * @return {@code [N,2C]}, or null without classes
     */
    public Tensor classBias(Conditioning given) {
        return classes == null ? null : classes.forward(given.labels());
    }

    @Override
    public void describe(Parameters into) {
        into.child("first", first).child("second", second);
        if (classes != null) {
            into.child("classes", classes);
        }
        if (condition != null) {
            into.child("condition", condition);
        }
    }
}
