package dev.azulejo.priors.sampling;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.sampling.walk.CachedWalk;
import dev.azulejo.priors.sampling.walk.CodeWalk;
import dev.azulejo.priors.sampling.walk.PlainWalk;
import java.util.Arrays;

/**
 * Draws codes from a prior, one position after another in raster order.
 *
 * <p>The draw of a position is a function of (seed, level, image, position) and its logits: in which batch an image is drawn
 * does not matter.
 */
public final class Sampler {
    private static final int STREAM = 0x53414D00; // "SAM", and the level

    private final CodePrior prior;
    private final int level;
    private final SamplingOptions options;
    private final boolean cached;

    private Sampler(CodePrior prior, int level, SamplingOptions options, boolean cached) {
        this.prior = prior;
        this.level = level;
        this.options = options;
        this.cached = cached;
    }

    /**
     * A sampler that computes of the network only what a new code makes new.
     *
     * @param prior the prior
     * @param level its level, 0 for the bottom: levels draw different numbers from one seed
     * @param options how to draw
     * @return the sampler
     */
    public static Sampler of(CodePrior prior, int level, SamplingOptions options) {
        return new Sampler(prior, level, options, true);
    }

    /**
     * The specification: computes the whole network again for each code. Slow; for tests and comparison.
     *
     * @param prior the prior
     * @param level its level, 0 for the bottom
     * @param options how to draw
     * @return the sampler
     */
    public static Sampler uncached(CodePrior prior, int level, SamplingOptions options) {
        return new Sampler(prior, level, options, false);
    }

    /**
     * Draws the codes of a range of images.
     *
     * @param first number of the first image
     * @param count how many images
     * @param labels {@code [count]}, each in [0, classes); null without classes
     * @param condition {@code [count,H,W/depth,conditionChannels]}, the decoded levels above; null at the top level
     * @return {@code [count,H,W]}, of the innermost scope
     * @throws IllegalArgumentException if a shape does not fit, or labels or condition are missing or too much
     */
    public IntTensor sample(long first, int count, int[] labels, Tensor condition) {
        int[] known = new int[count * prior.grid().positions()];
        Arrays.fill(known, KnownCodes.DRAWN);
        return complete(first, known, labels, condition);
    }

    /**
     * Draws the codes that are not given, of a range of images.
     *
     * @param first number of the first image
     * @param known {@code [count*H*W]}: each a code to keep, or {@link KnownCodes#DRAWN}
     * @param labels {@code [count]}, each in [0, classes); null without classes
     * @param condition {@code [count,H,W/depth,conditionChannels]}, the decoded levels above; null at the top level
     * @return {@code [count,H,W]}, of the innermost scope
     * @throws IllegalArgumentException if a shape does not fit, labels or condition are missing or too much, or a given
     *     code is none of the level's
     */
    public IntTensor complete(long first, int[] known, int[] labels, Tensor condition) {
        Engine engine = prior.engine();
        CodeGrid grid = prior.grid();
        requireCodes(known);
        int count = known.length / grid.positions();
        int[] codes = known.clone();
        try (var _ = engine.scope()) {
            IntTensor classes = labels == null ? null : engine.ints(Shape.of(labels.length), labels);
            prior.requireGiven(count, classes, condition);
            CodeWalk walk = cached
                    ? new CachedWalk(prior, count, classes, condition)
                    : new PlainWalk(prior, count, classes, condition);
            CategoricalDraw draw = new CategoricalDraw(options, grid.codes());
            int[] drawn = new int[count];
            for (int position = 0; position < grid.positions(); position++) {
                float[] logits = walk.next();
                for (int n = 0; n < count; n++) {
                    int at = n * grid.positions() + position;
                    if (codes[at] == KnownCodes.DRAWN) {
                        codes[at] = draw.draw(logits, n * grid.codes(), uniform(first + n, position));
                    }
                    drawn[n] = codes[at];
                }
                walk.put(drawn);
            }
        }
        return engine.ints(Shape.of(count, grid.height(), grid.width()), codes);
    }

    private void requireCodes(int[] known) {
        CodeGrid grid = prior.grid();
        if (known.length % grid.positions() != 0) {
            throw new IllegalArgumentException("sample: " + known.length + " known codes; expected a multiple of "
                    + grid.positions() + ", those of whole images");
        }
        for (int code : known) {
            if (code < KnownCodes.DRAWN || code >= grid.codes()) {
                throw new IllegalArgumentException("sample: known code " + code + "; expected 0 to "
                        + (grid.codes() - 1) + ", or " + KnownCodes.DRAWN + " for one to draw");
            }
        }
    }

    /** A number in [0, 1) of 53 bits. */
    private double uniform(long image, int position) {
        return (Philox.bits64(options.seed(), STREAM + level, image, position) >>> 11) * 0x1p-53;
    }
}
