package dev.azulejo.priors.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.program.Steps;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.CodeStore.LevelCodes;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A measure of how well a prior knows codes, and of how well a table of frequencies would. */
public final class PriorEvaluation {
    /** Positions a batch at most, so that memory stays small at any size of grid. */
    private static final int POSITIONS = 4096;

    private PriorEvaluation() {}

    /**
     * The mean of -ln p(code) over a range of images, those to learn from counted first.
     *
     * @param prior the prior
     * @param stageOne the model whose codes these are; may be null for the top level
     * @param store the codes
     * @param level the prior's level in the store
     * @param from the first image
     * @param to the image after the last
     * @return nats per code
     * @throws dev.azulejo.nn.message.UserException if the codes do not fit the prior
     */
    public static double natsPerCode(CodePrior prior, VqVae2 stageOne, CodeStore store, int level, int from, int to) {
        return natsPerCode(prior, new LevelData(prior, stageOne, store, level), new Steps(prior.engine()), from, to);
    }

    static double natsPerCode(CodePrior prior, LevelData data, Steps steps, int from, int to) {
        return natsPerCode(sums(prior, data, steps, from, to), to - from);
    }

    /**
     * The mean of -ln p(code), of sums.
     *
     * @param sums as {@link #sums}, of all batches in their order
     * @param images how many images they are of
     * @return nats per code
     */
    public static double natsPerCode(DoubleStream sums, int images) {
        double sum = 0;
        for (double each : sums.toArray()) { // one by one: a stream's own sum depends on how it is split
            sum += each;
        }
        return sum / images;
    }

    /**
     * {@return how many images are evaluated at once}
     *
     * @param grid the codes that a prior models
     */
    public static int batch(CodeGrid grid) {
        return Math.max(1, POSITIONS / grid.positions());
    }

    /**
     * The sum over each batch of images of the mean of -ln p(code) over an image's codes.
     *
     * @param prior the prior
     * @param stageOne the model whose codes these are; may be null for the top level
     * @param store the codes, none of them held out
     * @param level the prior's level in the store
     * @return a sum for every {@link #batch} images
     * @throws dev.azulejo.nn.message.UserException if the codes do not fit the prior
     */
    public static DoubleStream sums(CodePrior prior, VqVae2 stageOne, CodeStore store, int level) {
        return sums(prior, new LevelData(prior, stageOne, store, level), new Steps(prior.engine()), 0, store.count());
    }

    private static DoubleStream sums(CodePrior prior, LevelData data, Steps steps, int from, int to) {
        Engine engine = prior.engine();
        int batch = batch(prior.grid());
        return IntStream.iterate(from, first -> first < to, first -> first + batch)
                .mapToDouble(first -> {
                    int[] images =
                            IntStream.range(first, Math.min(to, first + batch)).toArray();
                    LevelData.Batch given = data.batch(engine, images.length);
                    given.set(images);
                    try (var _ = engine.scope()) {
                        return images.length
                                * (double) steps.run(images.length, given::loss)
                                        .get("loss")
                                        .item();
                    }
                });
    }

    /**
     * The entropy of a level's codes taken one by one, whatever their position: what a prior must beat.
     *
     * @param codes the codes
     * @param from the first image
     * @param to the image after the last
     * @return nats per code
     */
    public static double unigramEntropy(LevelCodes codes, int from, int to) {
        long[] counts = new long[codes.codes()];
        int positions = codes.positions();
        for (int i = from * positions; i < to * positions; i++) {
            counts[codes.values()[i]]++;
        }
        double total = (double) positions * (to - from);
        double entropy = 0;
        for (long count : counts) {
            if (count > 0) {
                entropy -= count / total * StrictMath.log(count / total);
            }
        }
        return entropy;
    }
}
