package dev.azulejo.vqvae2.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.Prefetch;
import dev.azulejo.nn.optim.Schedule;
import dev.azulejo.nn.train.Trainee;
import dev.azulejo.vqvae2.LevelDropout;
import dev.azulejo.vqvae2.VqVae2;
import java.util.Map;

/**
 * Stage 1: trains a {@link VqVae2} on images. A step minimises the mean squared error of the reconstruction plus the
 * quantizers' losses, and moves the codebooks that learn by moving averages.
 *
 * <p>Batches, first codes and restarts are functions of (seed, step), so a stopped run goes on with the same bits.
 */
public final class Vqvae2Trainer implements Trainee, AutoCloseable {
    private final Engine engine;
    private final VqVae2 model;
    private final Batches batches;
    private final ImageData heldOut;
    private final Schedule schedule;
    private final double levelDropout;
    private final long seed;
    private final ModelStep one;
    private final float[] pixels;
    private final int[] labels;
    private Prefetch prefetch;
    private long prefetched;

    /**
     * A trainer at its first step.
     *
     * @param engine where the model lives
     * @param model what is trained
     * @param config how
     * @param train images to learn from
     * @param heldOut images to evaluate on; null for no evaluation
     * @param seed of batches and codes
     */
    public Vqvae2Trainer(
            Engine engine, VqVae2 model, TrainingConfig config, ImageData train, ImageData heldOut, long seed) {
        this.engine = engine;
        this.model = model;
        this.batches = new Batches(train, config.batch(), seed);
        this.heldOut = heldOut;
        this.schedule = config.schedule();
        this.levelDropout = config.levelDropout();
        this.seed = seed;
        Shape shape = Shape.of(config.batch(), train.height(), train.width(), train.channels());
        this.one = new ModelStep(engine, model, config.adam(), shape, levelDropout > 0);
        this.pixels = new float[batches.pixels()];
        this.labels = new int[config.batch()];
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public Parameters parameters() {
        return model.parameters();
    }

    @Override
    public Parameters optimizer() {
        return one.optimizer();
    }

    @Override
    public int itemsPerStep() {
        return batches.batchSize();
    }

    @Override
    public Map<String, Tensor> step(long step) {
        batch(step);
        int[] lowest = levelDropout > 0
                ? LevelDropout.draw(itemsPerStep(), model.config().levels(), levelDropout, seed, step)
                : new int[0];
        if (step == 1) {
            one.start(seed);
        }
        return one.run(seed, step, schedule.rate(step), lowest);
    }

    private void batch(long step) {
        if (prefetch == null || prefetched != step) {
            close();
            prefetch = batches.prefetch(step - 1, 2);
        }
        prefetch.next(pixels, labels);
        prefetched = step + 1;
        one.setImages(pixels);
    }

    @Override
    public Map<String, Double> evaluate(long step) {
        return heldOut == null
                ? Map.of()
                : Evaluation.of(engine, model, heldOut).figures();
    }

    /** Ends the thread that makes batches ahead; a later step starts another. */
    @Override
    public void close() {
        if (prefetch != null) {
            prefetch.close();
            prefetch = null;
        }
    }
}
