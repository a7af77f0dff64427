package dev.azulejo.priors;

import dev.azulejo.engine.Convolution;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Functions;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.nn.Embedding;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Layout;
import dev.azulejo.nn.Module;
import dev.azulejo.nn.Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * An autoregressive prior over a grid of codes in raster order, p(codes | levels above, class): a network of PixelSNAIL's
 * family (arXiv 1712.09763) as VQ-VAE-2 uses it (arXiv 1906.00446, section 3.2).
 *
 * <p>The logits at position i depend on the codes before i alone: the embedded codes enter the down stream one row later
 * and the right stream one column later, and no layer looks further than its own position. See {@code docs/priors.md}.
 */
public final class CodePrior implements Module {
    private static final int CONDITION_KERNEL = 3;
    /** Of PyTorch's bound: logits near 0, so that the first loss is near ln K, yet every parameter gets a gradient. */
    private static final double LOGIT_BOUND = 0.1;

    private final Engine engine;
    private final CodeGrid grid;
    private final PriorConfig config;
    final Embedding embedding;
    final Conv2d downInput;
    final Conv2d rightInput;
    final Tensor downPositions;
    final Tensor rightPositions;
    final Conv2d conditionInput;
    final List<GatedBlock> conditionBlocks;
    final List<CausalLayer> layers;
    final List<CausalAttention> attentions;
    final List<GatedBlock> outputBlocks;
    final Conv2d output;

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
        int c = config.hidden();
        embedding = Embedding.of(grid.codes(), c, init);
        downInput = CausalKernel.down(config.kernel()).convolution(c, c, init);
        rightInput = CausalKernel.right(config.kernel()).convolution(c, c, init);
        downPositions = init.normal(Shape.of(grid.positions(), c), 0.1);
        rightPositions = init.normal(Shape.of(grid.positions(), c), 0.1);
        boolean conditioned = grid.conditioned();
        conditionInput = conditioned
                ? Conv2d.of(grid.conditionChannels(), c, CONDITION_KERNEL, 1, CONDITION_KERNEL / 2, init)
                : null;
        conditionBlocks = repeat(
                conditioned ? config.conditionBlocks() : 0,
                i -> GatedBlock.plain(c, config.residual(), CONDITION_KERNEL, init));
        layers = repeat(config.layers(), i -> CausalLayer.of(config, conditioned, init));
        attentions = repeat(config.attentionLayers(), i -> CausalAttention.of(config, grid.positions(), init));
        outputBlocks = repeat(config.outputBlocks(), i -> GatedBlock.plain(c, config.residual(), 1, init));
        double bound = LOGIT_BOUND / Math.sqrt(c);
        output = new Conv2d(
                init.uniform(Shape.of(1, 1, c, grid.codes()), bound),
                init.constant(Shape.of(grid.codes()), 0),
                Convolution.of(1, 0));
    }

    private static <T> List<T> repeat(int count, java.util.function.IntFunction<T> make) {
        List<T> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(make.apply(i));
        }
        return List.copyOf(list);
    }

    /**
     * Where it lives.
     *
     * @return the engine
     */
    public Engine engine() {
        return engine;
    }

    /**
     * The codes that it models.
     *
     * @return the grid
     */
    public CodeGrid grid() {
        return grid;
    }

    /**
     * Its sizes.
     *
     * @return the configuration
     */
    public PriorConfig config() {
        return config;
    }

    /**
     * Unnormalised log-probabilities of every code given those before it, for evaluation.
     *
     * @param codes {@code [N,H,W]}
     * @param labels {@code [N]}, each in [0, classes); null without classes
     * @param condition {@code [N,H,W,conditionChannels]}, the decoded levels above; null at the top level
     * @return {@code [N,H,W,K]}
     * @throws IllegalArgumentException if a shape does not fit, or labels or condition are missing or too much
     */
    public Tensor logits(IntTensor codes, IntTensor labels, Tensor condition) {
        return logits(codes, labels, condition, Dropout.off());
    }

    /**
     * As {@link #logits(IntTensor, IntTensor, Tensor)}, with the dropout of a training step.
     *
     * @param codes {@code [N,H,W]}
     * @param labels {@code [N]}, each in [0, classes); null without classes
     * @param condition {@code [N,H,W,conditionChannels]}, the decoded levels above; null at the top level
     * @param key {@code [3]}: seed (low, high) and step
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
        Given given = new Given(labels, condition == null ? null : conditionFeatures(condition, dropout), dropout);
        return logits(embedding.forward(codes), given);
    }

    void requireGiven(int n, IntTensor labels, Tensor condition) {
        boolean labelled = labels != null && labels.shape().equals(Shape.of(n));
        if (config.classes() == 0 ? labels != null : !labelled) {
            throw new IllegalArgumentException("prior: labels " + (labels == null ? "none" : labels.shape())
                    + "; expected " + (config.classes() == 0 ? "none" : "[" + n + "]"));
        }
        Shape shape = grid.conditioned() ? Shape.of(n, grid.height(), grid.width(), grid.conditionChannels()) : null;
        if (shape == null
                ? condition != null
                : condition == null || !condition.shape().equals(shape)) {
            throw new IllegalArgumentException("prior: condition " + (condition == null ? "none" : condition.shape())
                    + "; expected " + (shape == null ? "none" : shape));
        }
    }

    /** The decoded levels above behind the conditioning stack: {@code [N,H,W,hidden]}. */
    Tensor conditionFeatures(Tensor condition, Dropout dropout) {
        Given nothing = new Given(null, null, dropout);
        Tensor features = conditionInput.forward(condition);
        for (GatedBlock block : conditionBlocks) {
            features = block.forward(features, null, nothing);
        }
        return features;
    }

    /** The network behind the embedding, {@code [N,H,W,hidden]}: here causality is made. */
    Tensor logits(Tensor embedded, Given given) {
        var streams = new CausalLayer.Streams(
                withPositions(downInput.forward(Functions.shift(embedded, 1, 0)), downPositions),
                withPositions(rightInput.forward(Functions.shift(embedded, 0, 1)), rightPositions));
        int attention = 0;
        for (int i = 0; i < layers.size(); i++) {
            streams = layers.get(i).forward(streams, given);
            if (config.attends(i)) {
                Tensor right = attentions.get(attention++).forward(streams.right(), embedded, given.dropout());
                streams = new CausalLayer.Streams(streams.down(), right);
            }
        }
        return outputLogits(streams.right(), given.dropout());
    }

    private static Tensor withPositions(Tensor x, Tensor table) {
        Tensor flat = x.reshape(Shape.of(x.shape().get(0), table.shape().size()));
        return Functions.addRows(flat, table.reshape(Shape.of(table.shape().size())))
                .reshape(x.shape());
    }

    /** The deep 1x1 stack and the logits: a function of each position alone. */
    Tensor outputLogits(Tensor right, Dropout dropout) {
        Given nothing = new Given(null, null, dropout);
        Tensor x = right;
        for (GatedBlock block : outputBlocks) {
            x = block.forward(x, null, nothing);
        }
        return output.forward(x.elu());
    }

    @Override
    public void describe(Parameters into) {
        into.child("embedding", embedding).child("down_input", downInput).child("right_input", rightInput);
        into.learned("down_positions", downPositions, Layout.PLAIN);
        into.learned("right_positions", rightPositions, Layout.PLAIN);
        if (conditionInput != null) {
            into.child("condition_input", conditionInput);
        }
        describe(into, "condition_blocks", conditionBlocks);
        describe(into, "layers", layers);
        describe(into, "attentions", attentions);
        describe(into, "output_blocks", outputBlocks);
        into.child("output", output);
    }

    private static void describe(Parameters into, String name, List<? extends Module> modules) {
        for (int i = 0; i < modules.size(); i++) {
            into.child(name + "." + i, modules.get(i));
        }
    }
}
