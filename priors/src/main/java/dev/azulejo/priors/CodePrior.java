package dev.azulejo.priors;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Module;
import dev.azulejo.nn.Parameters;
import java.util.Arrays;

/**
 * An autoregressive prior over a grid of codes in raster order, p(codes | levels above, class): a network of PixelSNAIL's
 * family (arXiv 1712.09763) as VQ-VAE-2 uses it (arXiv 1906.00446, section 3.2).
 *
 * <p>The logits at position i depend on the codes before i alone: the embedded codes enter the vertical stack one row later
 * and the horizontal stack one column later, and no layer looks further than its own position. See {@code docs/priors.md}.
 */
public final class CodePrior implements Module {
    private final Engine engine;
    private final CodeGrid grid;
    private final PriorConfig config;
    private final PriorNetwork network;

    /**
     * A prior with its first weights.
     *
     * @param grid the codes that it models
     * @param config its sizes
     * @param init draws the weights
     */
    public CodePrior(CodeGrid grid, PriorConfig config, Initializer init) {
        this.engine = init.engine();
        this.grid = grid;
        this.config = config;
        this.network = PriorNetwork.of(grid, config, init);
    }

    /** {@return the engine that the prior lives on} */
    public Engine engine() {
        return engine;
    }

    /** {@return the grid of the codes that are modelled} */
    public CodeGrid grid() {
        return grid;
    }

    /** {@return the sizes of the network} */
    public PriorConfig config() {
        return config;
    }

    /** {@return the layers} */
    public PriorNetwork network() {
        return network;
    }

    /**
     * Unnormalised log-probabilities of every code given those before it, for evaluation.
     *
     * @param codes {@code [N,H,W]}
     * @param labels {@code [N]}, each in [0, classes); null without classes
     * @param condition {@code [N,H,W/depth,conditionChannels]}, the decoded levels above; null at the top level
     * @return {@code [N,H,W,K]}
     * @throws IllegalArgumentException if a shape does not fit, or labels or condition are missing or too much
     */
    public Tensor logits(IntTensor codes, IntTensor labels, Tensor condition) {
        return logits(codes, labels, condition, Dropout.off());
    }

    /**
     * The logits as {@link #logits(IntTensor, IntTensor, Tensor)}, with the dropout of a training step.
     *
     * @param codes {@code [N,H,W]}
     * @param labels {@code [N]}, each in [0, classes); null without classes
     * @param condition {@code [N,H,W/depth,conditionChannels]}, the decoded levels above; null at the top level
     * @param key {@code [4]}: seed (low, high), step and part
     * @return {@code [N,H,W,K]}
     * @throws IllegalArgumentException if a shape does not fit, or labels or condition are missing or too much
     */
    public Tensor logits(IntTensor codes, IntTensor labels, Tensor condition, IntTensor key) {
        return logits(codes, labels, condition, Dropout.of(config.dropout(), key));
    }

    private Tensor logits(IntTensor codes, IntTensor labels, Tensor condition, Dropout dropout) {
        int n = codes.shape().get(0);
        if (!codes.shape().equals(Shape.of(n, grid.height(), grid.width()))) {
            throw new IllegalArgumentException(
                    "prior: codes " + codes.shape() + "; expected [N," + grid.height() + "," + grid.width() + "]");
        }
        requireGiven(n, labels, condition);
        Tensor features = condition == null ? null : conditionFeatures(condition, dropout);
        return network.logits(network.embedding().forward(codes), new Conditioning(labels, features, dropout));
    }

    /**
     * The decoded levels above, behind the conditioning stack: the same for all codes of a position.
     *
     * @param condition {@code [N,H,W/depth,conditionChannels]}
     * @param dropout of this pass
     * @return {@code [N,H,W,C]}
     */
    public Tensor conditionFeatures(Tensor condition, Dropout dropout) {
        Tensor[] each = new Tensor[grid.depth()];
        Arrays.fill(each, network.conditionFeatures(condition, dropout));
        return each.length == 1
                ? each[0]
                : Tensor.concat(each)
                        .reshape(Shape.of(condition.shape().get(0), grid.height(), grid.width(), config.hidden()));
    }

    /**
     * Checks what a batch is conditioned on.
     *
     * @param n images of the batch
     * @param labels as {@link #logits(IntTensor, IntTensor, Tensor)} takes them
     * @param condition the same
     * @throws IllegalArgumentException if a shape does not fit, or labels or condition are missing or too much
     */
    public void requireGiven(int n, IntTensor labels, Tensor condition) {
        boolean labelled = labels != null && labels.shape().equals(Shape.of(n));
        if (config.classes() == 0 ? labels != null : !labelled) {
            throw new IllegalArgumentException("prior: labels " + (labels == null ? "none" : labels.shape())
                    + "; expected " + (config.classes() == 0 ? "none" : "[" + n + "]"));
        }
        Shape shape = grid.conditioned()
                ? Shape.of(n, grid.height(), grid.width() / grid.depth(), grid.conditionChannels())
                : null;
        if (shape == null
                ? condition != null
                : condition == null || !condition.shape().equals(shape)) {
            throw new IllegalArgumentException("prior: condition " + (condition == null ? "none" : condition.shape())
                    + "; expected " + (shape == null ? "none" : shape));
        }
    }

    @Override
    public void describe(Parameters into) {
        network.describe(into);
    }
}
