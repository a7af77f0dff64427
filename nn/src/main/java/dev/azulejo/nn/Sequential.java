package dev.azulejo.nn;

import dev.azulejo.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Layers one after the other, under the names that PyTorch gives them: positions that count what has no parameters too.
 * Where a ReLU is fused into the layer before it, its position is skipped, so that names stay PyTorch's.
 */
public final class Sequential implements Layer {
    private final Map<Integer, Layer> layers = new LinkedHashMap<>();
    private int next;

    /** A sequence with no layers yet. */
    public Sequential() {}

    /**
     * Adds a layer at the next position.
     *
     * @param layer the layer
     * @return this
     */
    public Sequential then(Layer layer) {
        layers.put(next++, layer);
        return this;
    }

    /**
     * Adds a convolution and a ReLU, fused: two positions, one kernel.
     *
     * @param layer the convolution
     * @return this
     */
    public Sequential thenRelu(Conv2d layer) {
        return then(layer.withRelu()).skip();
    }

    /**
     * Adds a transposed convolution and a ReLU, fused: two positions, one kernel.
     *
     * @param layer the transposed convolution
     * @return this
     */
    public Sequential thenRelu(ConvTranspose2d layer) {
        return then(layer.withRelu()).skip();
    }

    /**
     * Adds a ReLU behind a layer that none can be fused into.
     *
     * @return this
     */
    public Sequential thenRelu() {
        return then(new Relu());
    }

    /** A layer without parameters. */
    private record Relu() implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x.relu();
        }

        @Override
        public void describe(Parameters into) {} // Nothing is learned.
    }

    private Sequential skip() {
        next++;
        return this;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.through(layers.values().stream()
                .<UnaryOperator<Tensor>>map(layer -> layer::forward)
                .toList());
    }

    @Override
    public void describe(Parameters into) {
        layers.forEach((position, layer) -> into.child(String.valueOf(position), layer));
    }
}
