package dev.azulejo.priors.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.program.Scalars;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.optim.PolyakAverage;
import dev.azulejo.nn.optim.Schedule;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.nn.train.EarlyStopping;
import dev.azulejo.nn.train.Trainer;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.sampling.LevelPictures;
import dev.azulejo.priors.sampling.SamplingOptions;
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
public final class PriorTrainer implements Trainer {
    /** Held-out nats per code, by the averaged weights. */
    public static final String HELD_OUT = "nats_per_code";

    /** Nats per code of as many images that were learned from, by the averaged weights, without dropout. */
    public static final String TRAIN = "train_nats_per_code";

    /** Drawing costs as much as some steps, and before this one there is nothing to see. */
    private static final long FIRST_PREVIEW = 100;

    private final CodePrior prior;
    private final LevelData data;
    private final LevelPictures pictures;
    private final PriorTraining training;
    private final Schedule schedule;
    private final LevelData.Batch batch;
    private final Peers peers;
    private final PriorStep one;
    private final long seed;
    private final Optional<EarlyStopping> stopping;
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
     * @throws UserException if the codes do not fit the prior, or classes are asked for that they lack
     */
    public PriorTrainer(
            CodePrior prior, PriorTraining training, VqVae2 stageOne, CodeStore store, int level, long seed) {
        this(prior, training, stageOne, store, level, seed, Peers.alone());
    }

    /**
     * A trainer of one of several peers at its first step.
     *
     * @param prior what is trained
     * @param training how; each peer takes its part of the batch
     * @param stageOne the model whose codes these are; may be null for the top level
     * @param store codes of all levels, those of all peers
     * @param level the prior's level, 0 for the bottom
     * @param seed of batches and dropout
     * @param peers who train together
     * @throws UserException if the codes do not fit the prior, classes are asked for that they lack, a batch
     *     cannot be divided equally among the peers, or training is to stop early and no images are held out
     */
    public PriorTrainer(
            CodePrior prior,
            PriorTraining training,
            VqVae2 stageOne,
            CodeStore store,
            int level,
            long seed,
            Peers peers) {
        this.peers = peers;
        this.prior = prior;
        this.data = new LevelData(prior, stageOne, store, level);
        this.pictures = stageOne == null ? null : new LevelPictures(prior, stageOne, store, level);
        this.training = training;
        this.schedule = training.schedule();
        this.batch = data.batch(prior.engine(), peers.part(training.batch()));
        this.one = new PriorStep(prior, training, batch.codes(), batch.labels(), batch::condition, peers);
        this.seed = seed;
        if (training.stopAfter() > 0 && data.count() == data.train()) {
            throw new UserException("stop_after " + training.stopAfter()
                    + ": no images are held out, so nothing says when to stop; expected 0, or codes with"
                    + " images held out");
        }
        this.stopping = training.stopAfter() == 0 || peers.rank() > 0
                ? Optional.empty()
                : Optional.of(
                        new EarlyStopping(prior.engine(), one.average().parameters(), HELD_OUT, training.stopAfter()));
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
        return one.adam().state();
    }

    @Override
    public Optional<PolyakAverage> average() {
        return Optional.of(one.average());
    }

    @Override
    public Optional<EarlyStopping> earlyStopping() {
        return stopping;
    }

    @Override
    public Peers peers() {
        return peers;
    }

    @Override
    public int itemsPerStep() {
        return training.batch();
    }

    @Override
    public Scalars step(long step) {
        batch.set(images(step));
        return one.run(seed, step, schedule.rate(step));
    }

    /** This peer's images of a step: every image comes once an epoch, in an order of its own. */
    private int[] images(long step) {
        int[] images = new int[peers.part(training.batch())];
        long first = (step - 1) * training.batch() + (long) peers.rank() * images.length;
        for (int i = 0; i < images.length; i++) {
            long index = first + i;
            if (index / data.train() != epoch) {
                epoch = index / data.train();
                order = Batches.order(data.train(), seed, epoch);
            }
            images[i] = order[(int) (index % data.train())];
        }
        return images;
    }

    /** What the level draws by its averaged weights; none without a model, or on a device, which is slow at single codes. */
    @Override
    public Optional<Preview> preview() {
        return Optional.ofNullable(pictures)
                .filter(_ -> engine().backend().timesSingleCalls())
                .map(drawing -> new Preview(FIRST_PREVIEW, drawing::heldOut, () -> {
                    try (var _ = one.average().apply()) {
                        return drawing.drawn(SamplingOptions.of(0));
                    }
                }));
    }

    @Override
    public Map<String, Double> evaluate(long step) {
        int heldOut = data.count() - data.train();
        Map<String, Double> figures = new LinkedHashMap<>();
        try (var _ = one.average().apply()) {
            if (heldOut > 0) {
                figures.put(
                        HELD_OUT, PriorEvaluation.natsPerCode(prior, data, one.steps(), data.train(), data.count()));
            }
            int learned = heldOut == 0 ? data.train() : Math.min(heldOut, data.train());
            figures.put(TRAIN, PriorEvaluation.natsPerCode(prior, data, one.steps(), 0, learned));
        }
        return figures;
    }
}
