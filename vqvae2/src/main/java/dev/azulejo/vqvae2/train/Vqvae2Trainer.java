package dev.azulejo.vqvae2.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.program.Scalars;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.Prefetch;
import dev.azulejo.nn.optim.Schedule;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.nn.train.Trainer;
import dev.azulejo.vqvae2.Inference;
import dev.azulejo.vqvae2.LevelDropout;
import dev.azulejo.vqvae2.VqVae2;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stage 1: trains a {@link VqVae2} on images. A step minimises the mean squared error of the reconstruction plus the
 * quantizers' losses, and moves the codebooks that learn by moving averages.
 *
 * <p>Batches, first codes and restarts are functions of (seed, step), so a stopped run goes on with the same bits.
 */
public final class Vqvae2Trainer implements Trainer, AutoCloseable {
    private static final int PREVIEWED = 8;

    private final Engine engine;
    private final VqVae2 model;
    private final Batches batches;
    private final ImageData heldOut;
    private final Schedule schedule;
    private final Schedule levelDropout;
    private final boolean dropsLevels;
    private final long seed;
    private final Peers peers;
    private final ModelStep one;
    private final Inference inference;
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
        this(engine, model, config, train, heldOut, seed, Peers.alone());
    }

    /**
     * A trainer of one of several peers at its first step.
     *
     * @param engine where the model lives
     * @param model what is trained
     * @param config how; each peer takes its part of the batch
     * @param train images to learn from, those of all peers
     * @param heldOut images to evaluate on; null for no evaluation
     * @param seed of batches and codes
     * @param peers who train together
     * @throws dev.azulejo.nn.message.UserException if a batch cannot be divided equally among them
     */
    public Vqvae2Trainer(
            Engine engine,
            VqVae2 model,
            TrainingConfig config,
            ImageData train,
            ImageData heldOut,
            long seed,
            Peers peers) {
        int mine = peers.part(config.batch());
        this.peers = peers;
        this.engine = engine;
        this.model = model;
        this.batches = new Batches(train, mine, seed, config.augmentation()).part(peers.rank(), peers.size());
        this.heldOut = heldOut;
        this.schedule = config.schedule();
        this.levelDropout = config.levelDropoutSchedule();
        this.dropsLevels = config.levelDropout() > 0;
        this.seed = seed;
        Shape shape = Shape.of(mine, train.height(), train.width(), train.channels());
        this.one = new ModelStep(engine, model, config.adam(), shape, dropsLevels, peers);
        this.inference = new Inference(engine, model, one.steps());
        this.pixels = new float[batches.pixels()];
        this.labels = new int[mine];
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
    public Peers peers() {
        return peers;
    }

    @Override
    public int itemsPerStep() {
        return batches.batchSize() * peers.size();
    }

    @Override
    public Scalars step(long step) {
        batch(step);
        int[] lowest = dropsLevels ? lowest(step) : new int[0];
        if (step == 1) {
            one.start(seed);
        }
        return one.run(seed, step, schedule.rate(step), lowest);
    }

    /** Drawn for the images of all peers, of which this one has some. */
    private int[] lowest(long step) {
        int mine = batches.batchSize();
        int[] all = LevelDropout.draw(itemsPerStep(), model.config().levels(), levelDropout.rate(step), seed, step);
        return Arrays.copyOfRange(all, peers.rank() * mine, (peers.rank() + 1) * mine);
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
                : Evaluation.of(inference, model, heldOut).figures();
    }

    /** Held-out images and their reconstructions; none on a device, which would compile for a minute to draw so few. */
    @Override
    public Optional<Preview> preview() {
        if (heldOut == null || heldOut.count() == 0 || !engine.backend().timesSingleCalls()) {
            return Optional.empty();
        }
        Supplier<Tensor> images = () -> Batches.tensor(engine, heldOut, 0, Math.min(PREVIEWED, heldOut.count()));
        return Optional.of(new Preview(10, images, () -> model.decode(model.encode(images.get()))));
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
