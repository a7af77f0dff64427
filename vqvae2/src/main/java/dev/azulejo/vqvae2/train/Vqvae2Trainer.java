package dev.azulejo.vqvae2.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.program.Steps;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.Prefetch;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.nn.optim.Schedule;
import dev.azulejo.nn.train.Trainee;
import dev.azulejo.vqvae2.LevelDropout;
import dev.azulejo.vqvae2.Pass;
import dev.azulejo.vqvae2.VqVae2;
import java.util.LinkedHashMap;
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
    private final Adam adam;
    private final Schedule schedule;
    private final double levelDropout;
    private final long seed;
    private final Steps steps;
    private final Tensor images;
    private final IntTensor key;
    private final LevelDropout dropout;
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
        this.adam = new Adam(engine, model.parameters(), config.adam());
        this.schedule = config.schedule();
        this.levelDropout = config.levelDropout();
        this.seed = seed;
        this.steps = new Steps(engine);
        Shape shape = Shape.of(config.batch(), train.height(), train.width(), train.channels());
        this.images = engine.state(shape, new float[shape.size()]);
        this.key = engine.intState(Shape.of(3), 0, 0, 0);
        this.dropout = levelDropout > 0 ? new LevelDropout(engine, model.config(), shape) : LevelDropout.NONE;
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
        return adam.state();
    }

    @Override
    public int itemsPerStep() {
        return batches.batchSize();
    }

    @Override
    public Map<String, Tensor> step(long step) {
        batch(step);
        key.set((int) seed, (int) (seed >>> 32), (int) step);
        if (levelDropout > 0) {
            dropout.set(LevelDropout.draw(itemsPerStep(), model.config().levels(), levelDropout, seed, step));
        }
        adam.prepare(step, schedule.rate(step));
        if (step == 1) {
            CodeLearning.start(model, images, key);
        }
        return steps.run(CodeLearning.restarting(model, step), () -> body(step));
    }

    /** The calls of a step; what changes from step to step is in the inputs. */
    private Map<String, Tensor> body(long step) {
        try (Tape tape = engine.tape()) {
            Pass pass = model.forward(images, dropout);
            Tensor loss = pass.loss();
            CodeLearning.step(model, pass, step, key);
            tape.backward(loss);
            adam.step(tape);
            Map<String, Tensor> scalars = new LinkedHashMap<>();
            scalars.put("loss", tape.keep(loss));
            scalars.put("mse", tape.keep(pass.mse()));
            scalars.put("vq_loss", tape.keep(pass.vqLoss()));
            return scalars;
        }
    }

    private void batch(long step) {
        if (prefetch == null || prefetched != step) {
            close();
            prefetch = batches.prefetch(step - 1, 2);
        }
        prefetch.next(pixels, labels);
        prefetched = step + 1;
        images.set(pixels);
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
