package dev.azulejo.priors.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.program.Steps;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.nn.optim.PolyakAverage;
import dev.azulejo.nn.optim.Schedule;
import dev.azulejo.nn.train.Trainee;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.CodeStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Stage 2: trains a {@link CodePrior} on the codes of one level. The model of stage 1 is frozen; at a conditioned level it
 * decodes the codes above, in training as in sampling.
 *
 * <p>Batches and dropout are functions of (seed, step), so a stopped run goes on with the same bits.
 */
public final class PriorTrainer implements Trainee {
    /** Held-out nats per code, by the averaged weights. */
    public static final String HELD_OUT = "nats_per_code";

    /** Nats per code of as many images that were learned from, by the averaged weights, without dropout. */
    public static final String TRAIN = "train_nats_per_code";

    private final CodePrior prior;
    private final LevelData data;
    private final PriorTraining training;
    private final Adam adam;
    private final PolyakAverage average;
    private final Schedule schedule;
    private final Steps steps;
    private final LevelData.Batch batch;
    private final IntTensor key;
    private final long seed;
    private long epoch = -1;
    private int[] order;

    /**
     * A trainer at its first step.
     *
     * @param prior what is trained
     * @param training how
     * @param stageOne the model whose codes these are; may be null for the top level
     * @param store codes of all levels
     * @param level the prior's level, 0 for the bottom
     * @param seed of batches and dropout
     * @throws dev.azulejo.nn.message.UserException if the codes do not fit the prior, or classes are asked for that they lack
     */
    public PriorTrainer(
            CodePrior prior, PriorTraining training, VqVae2 stageOne, CodeStore store, int level, long seed) {
        this.prior = prior;
        this.data = new LevelData(prior, stageOne, store, level);
        this.training = training;
        this.adam = new Adam(prior.engine(), prior.parameters(), training.adam());
        this.average = new PolyakAverage(prior.engine(), prior.parameters(), training.polyak());
        this.schedule = training.schedule();
        this.steps = new Steps(prior.engine());
        this.batch = data.batch(prior.engine(), training.batch());
        this.key = prior.engine().intState(Shape.of(3), 0, 0, 0);
        this.seed = seed;
    }

    @Override
    public Engine engine() {
        return prior.engine();
    }

    @Override
    public Parameters parameters() {
        return prior.parameters();
    }

    @Override
    public Parameters optimizer() {
        return adam.state();
    }

    @Override
    public Optional<PolyakAverage> average() {
        return Optional.of(average);
    }

    @Override
    public int itemsPerStep() {
        return training.batch();
    }

    @Override
    public Map<String, Tensor> step(long step) {
        batch.set(images(step));
        key.set((int) seed, (int) (seed >>> 32), (int) step);
        adam.prepare(step, schedule.rate(step));
        average.prepare(step);
        return steps.run("step", this::body);
    }

    /** The calls of a step; what changes from step to step is in the inputs. */
    private Map<String, Tensor> body() {
        Tensor condition = batch.condition(); // Not under the tape: the first stage does not learn here.
        Tensor loss;
        try (Tape tape = engine().tape()) {
            Tensor logits = prior.logits(batch.codes(), batch.labels(), condition, key);
            loss = tape.keep(logits.crossEntropy(batch.codes()));
            tape.backward(loss);
            adam.step(tape);
        }
        average.update();
        return Map.of("loss", loss);
    }

    /** The images of a step: every image comes once an epoch, in an order of its own. */
    private int[] images(long step) {
        int[] images = new int[training.batch()];
        for (int i = 0; i < images.length; i++) {
            long index = (step - 1) * images.length + i;
            if (index / data.train() != epoch) {
                epoch = index / data.train();
                order = Batches.order(data.train(), seed, epoch);
            }
            images[i] = order[(int) (index % data.train())];
        }
        return images;
    }

    @Override
    public Map<String, Double> evaluate(long step) {
        int heldOut = data.count() - data.train();
        Map<String, Double> figures = new LinkedHashMap<>();
        try (var _ = average.apply()) {
            if (heldOut > 0) {
                figures.put(HELD_OUT, PriorEvaluation.natsPerCode(prior, data, steps, data.train(), data.count()));
            }
            int learned = heldOut == 0 ? data.train() : Math.min(heldOut, data.train());
            figures.put(TRAIN, PriorEvaluation.natsPerCode(prior, data, steps, 0, learned));
        }
        return figures;
    }
}
