package dev.azulejo.priors;

import dev.azulejo.engine.Convolution;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.nn.Embedding;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Layout;
import dev.azulejo.nn.Module;
import dev.azulejo.nn.Parameters;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The layers of a {@link CodePrior}, in the order in which a code passes them: what a sampler walks through position by
 * position, and {@link #logits} computes of whole grids.
 *
 * @param config sizes of the network
 * @param embedding of the codes, C channels
 * @param verticalInput convolution that starts the vertical stack
 * @param horizontalInput convolution that starts the horizontal stack
 * @param verticalPositions added to the vertical stack's start, {@code [positions, C]}
 * @param horizontalPositions added to the horizontal stack's start, {@code [positions, C]}
 * @param conditionInput convolution over the decoded levels above; null at the top level
 * @param conditionBlocks blocks behind it
 * @param layers causal layers of two stacks
 * @param attentions one for each layer that {@link PriorConfig#attends}
 * @param outputBlocks gated 1x1 blocks
 * @param output 1x1 convolution to the logits
 */
public record PriorNetwork(
        PriorConfig config,
        Embedding embedding,
        Conv2d verticalInput,
        Conv2d horizontalInput,
        Tensor verticalPositions,
        Tensor horizontalPositions,
        Conv2d conditionInput,
        List<GatedBlock> conditionBlocks,
        List<CausalLayer> layers,
        List<CausalAttention> attentions,
        List<GatedBlock> outputBlocks,
        Conv2d output)
        implements Module {
    private static final int CONDITION_KERNEL = 3;
    /**
     * The share of PyTorch's bound: logits near 0, so that the first loss is near ln K, yet every parameter gets a
     * gradient.
     */
    private static final double LOGIT_BOUND = 0.1;

    /** Arguments are evaluated in this order, which decides the first weights. */
    static PriorNetwork of(CodeGrid grid, PriorConfig config, Initializer init) {
        int c = config.hidden();
        int residual = config.residual();
        boolean conditioned = grid.conditioned();
        return new PriorNetwork(
                config,
                Embedding.of(grid.codes(), c, init),
                CausalKernel.vertical(config.kernel()).convolution(c, c, init),
                CausalKernel.horizontal(config.kernel()).convolution(c, c, init),
                init.normal(Shape.of(grid.positions(), c), 0.1),
                init.normal(Shape.of(grid.positions(), c), 0.1),
                conditioned
                        ? Conv2d.of(grid.conditionChannels(), c, CONDITION_KERNEL, 1, CONDITION_KERNEL / 2, init)
                        : null,
                repeat(
                        conditioned ? config.conditionBlocks() : 0,
                        _ -> GatedBlock.plain(c, residual, CONDITION_KERNEL, init)),
                repeat(config.layers(), _ -> CausalLayer.of(config, conditioned, init)),
                repeat(config.attentionLayers(), _ -> CausalAttention.of(config, grid.positions(), init)),
                repeat(config.outputBlocks(), _ -> GatedBlock.plain(c, residual, 1, init)),
                logits(grid.codes(), c, init));
    }

    private static Conv2d logits(int codes, int channels, Initializer init) {
        double bound = LOGIT_BOUND / Math.sqrt(channels);
        return new Conv2d(
                init.uniform(Shape.of(1, 1, channels, codes), bound),
                init.constant(Shape.of(codes), 0),
                Convolution.of(1, 0));
    }

    private static <T> List<T> repeat(int count, IntFunction<T> make) {
        return IntStream.range(0, count).mapToObj(make).toList();
    }

    /**
     * The decoded levels above, behind the conditioning stack.
     *
     * @param condition {@code [N,H,W,conditionChannels]}
     * @param dropout of this pass
     * @return {@code [N,H,W,C]}
     */
    public Tensor conditionFeatures(Tensor condition, Dropout dropout) {
        return through(conditionBlocks, conditionInput.forward(condition), dropout);
    }

    /** The network behind the embedding, {@code [N,H,W,hidden]}: here causality is made. */
    Tensor logits(Tensor embedded, Conditioning given) {
        var stacks = new CausalLayer.Stacks(
                withPositions(verticalInput.forward(embedded.shift(1, 0)), verticalPositions),
                withPositions(horizontalInput.forward(embedded.shift(0, 1)), horizontalPositions));
        int attention = 0;
        for (int i = 0; i < layers.size(); i++) {
            stacks = layers.get(i).forward(stacks, given);
            if (config.attends(i)) {
                Tensor horizontal = attentions.get(attention++).forward(stacks.horizontal(), embedded, given.dropout());
                stacks = new CausalLayer.Stacks(stacks.vertical(), horizontal);
            }
        }
        return outputLogits(stacks.horizontal(), given.dropout());
    }

    private static Tensor withPositions(Tensor x, Tensor table) {
        Tensor flat = x.reshape(Shape.of(x.shape().get(0), table.shape().size()));
        return flat.plus(table.reshape(Shape.of(table.shape().size()))).reshape(x.shape());
    }

    /** The deep 1x1 stack and the logits: a function of each position alone. */
    Tensor outputLogits(Tensor horizontal, Dropout dropout) {
        return output.forward(through(outputBlocks, horizontal, dropout).elu());
    }

    private static Tensor through(List<GatedBlock> blocks, Tensor x, Dropout dropout) {
        Conditioning nothing = new Conditioning(null, null, dropout);
        return x.through(blocks.stream()
                .<UnaryOperator<Tensor>>map(block -> input -> block.forward(input, null, nothing))
                .toList());
    }

    @Override
    public void describe(Parameters into) {
        // On disk the stacks have the names that 0.1 wrote, down and right.
        into.child("embedding", embedding).child("down_input", verticalInput).child("right_input", horizontalInput);
        into.learned("down_positions", verticalPositions, Layout.PLAIN);
        into.learned("right_positions", horizontalPositions, Layout.PLAIN);
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
