package dev.azulejo.vqvae2.classify;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.program.Scalars;
import dev.azulejo.engine.program.StepKey;
import dev.azulejo.engine.program.Steps;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.nn.optim.Schedule;
import dev.azulejo.nn.train.Trainer;
import java.util.List;
import java.util.Map;

/**
 * Trains a {@link Classifier} on images that all have a class. A step minimises the cross-entropy of the classes; batches and
 * dropout are functions of (seed, step), so a stopped run goes on with the same bits.
 */
final class ClassifierTrainer implements Trainer {
    private static final String LOSS = "loss";
    /** Share of the held-out images of which the likeliest class is theirs. */
    static final String ACCURACY = "accuracy";

    private final Engine engine;
    private final Classifier classifier;
    private final Batches batches;
    private final ImageData heldOut;
    private final Schedule schedule;
    private final Adam adam;
    private final Steps steps;
    private final Tensor images;
    private final IntTensor classes;
    private final StepKey key;
    private final float[] pixels;
    private final int[] labels;
    private final long seed;

    /**
     * A trainer at its first step.
     *
     * @param train images to learn from, each with a class
     * @param heldOut images to evaluate on; null for no evaluation
     * @param seed of batches and dropout
     */
    ClassifierTrainer(
            Engine engine,
            Classifier classifier,
            ClassifierTraining training,
            ImageData train,
            ImageData heldOut,
            long seed) {
        this.engine = engine;
        this.classifier = classifier;
        this.batches = new Batches(train, training.batch(), seed);
        this.heldOut = heldOut;
        this.schedule = training.schedule();
        this.adam = new Adam(engine, classifier.parameters(), training.adam());
        this.steps = new Steps(engine);
        this.pixels = new float[batches.pixels()];
        this.labels = new int[training.batch()];
        this.images = engine.state(Shape.of(training.batch(), train.height(), train.width(), train.channels()), pixels);
        this.classes = engine.intState(Shape.of(training.batch()), labels);
        this.key = StepKey.ofPart(engine, 0); // The whole batch.
        this.seed = seed;
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public Parameters parameters() {
        return classifier.parameters();
    }

    @Override
    public Parameters optimizer() {
        return adam.state();
    }

    @Override
    public int itemsPerStep() {
        return labels.length;
    }

    @Override
    public Scalars step(long step) {
        batches.fill(step - 1, pixels, labels);
        images.set(pixels);
        classes.set(labels);
        key.set(seed, step);
        adam.prepare(step, schedule.rate(step));
        return new Scalars(List.of(LOSS), steps.run("step", this::body).get(LOSS));
    }

    private Map<String, Tensor> body() {
        try (Tape tape = engine.tape()) {
            Tensor loss = tape.keep(classifier.logits(images, key.tensor()).crossEntropy(classes));
            tape.backward(loss);
            adam.step(tape);
            return Map.of(LOSS, loss);
        }
    }

    @Override
    public Map<String, Double> evaluate(long step) {
        return heldOut == null
                ? Map.of()
                : Map.of(ACCURACY, Predictions.of(engine, classifier, heldOut).accuracy(heldOut));
    }
}
