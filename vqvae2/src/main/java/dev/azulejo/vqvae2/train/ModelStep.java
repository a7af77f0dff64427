package dev.azulejo.vqvae2.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.program.Program;
import dev.azulejo.engine.program.Scalars;
import dev.azulejo.engine.program.StepKey;
import dev.azulejo.engine.program.Steps;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.nn.peer.AllReduce;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.vqvae2.LevelDropout;
import dev.azulejo.vqvae2.ModelOutput;
import dev.azulejo.vqvae2.VqVae2;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One step of stage 1, with all that it changes: forward, the codes that learn by themselves, backward, Adam. The trainer, the
 * benchmarks and the comparison with PyTorch run this one.
 */
public final class ModelStep {
    private static final List<String> REPORTED = List.of("loss", "mse", "vq_loss");
    private static final String SCALARS = "scalars";
    private static final String GRADIENT = "gradient.";

    private final Engine engine;
    private final VqVae2 model;
    private final Adam adam;
    private final Steps steps;
    private final Tensor images;
    private final StepKey key;
    private final LevelDropout dropout;
    private final Peers peers;

    /**
     * A step of a model at its first.
     *
     * @param engine where the model lives
     * @param model what is trained
     * @param settings of the optimiser
     * @param batch shape of the images, {@code [N,H,W,C]}
     * @param dropsLevels whether {@link #run} is told which levels the images lose
     */
    public ModelStep(Engine engine, VqVae2 model, Adam.Settings settings, Shape batch, boolean dropsLevels) {
        this(engine, model, settings, batch, dropsLevels, Peers.alone());
    }

    /**
     * A step that peers take together, each on its images.
     *
     * @param engine where the model lives
     * @param model what is trained
     * @param settings of the optimiser
     * @param batch shape of this one's images, {@code [N,H,W,C]}
     * @param dropsLevels whether {@link #run} is told which levels the images lose
     * @param peers who have the other images of the step
     */
    public ModelStep(
            Engine engine, VqVae2 model, Adam.Settings settings, Shape batch, boolean dropsLevels, Peers peers) {
        this.peers = peers;
        this.engine = engine;
        this.model = model;
        this.adam = new Adam(engine, model.parameters(), settings);
        this.steps = new Steps(engine);
        this.images = engine.state(batch, new float[batch.size()]);
        this.key = StepKey.of(engine);
        this.dropout = dropsLevels ? new LevelDropout(engine, model.config(), batch) : LevelDropout.NONE;
    }

    /**
     * Sets the images of the next step.
     *
     * @param pixels {@code [N,H,W,C]}, in [0,1]
     */
    public void setImages(float... pixels) {
        images.set(pixels);
    }

    /**
     * Makes the first codes of what the encoders give for the images, where that is asked for.
     *
     * @param seed of the run
     */
    public void start(long seed) {
        key.set(seed, 1);
        CodeLearning.start(model, images, key.tensor(), peers);
    }

    /**
     * Runs a step on the images.
     *
     * @param seed of restarts
     * @param step its number, from 1
     * @param rate learning rate
     * @param lowest the lowest level that each image keeps; left out if no level is ever dropped
     * @return {@code loss}, {@code mse} and {@code vq_loss}, readable until the next step
     */
    public Scalars run(long seed, long step, double rate, int... lowest) {
        key.set(seed, step);
        dropout.set(lowest);
        adam.prepare(step, rate);
        List<Integer> restarting = CodeLearning.restarting(model, step);
        Tensor scalars =
                peers.size() == 1 ? steps.run(restarting, () -> body(step)).get(SCALARS) : together(restarting);
        return new Scalars(REPORTED, scalars);
    }

    /** Half of a step, with the exchange of what it finds beside it, and the other half. */
    private Tensor together(List<Integer> restarting) {
        Map<String, Tensor> gathered;
        try (AllReduce allReduce = new AllReduce(peers)) {
            gathered = steps.handOver(
                    List.of("gather", restarting),
                    () -> gather(restarting),
                    (name, value) -> exchange(allReduce, name, value));
            allReduce.await();
        }
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        gathered.forEach((name, tensor) -> {
            if (name.startsWith(GRADIENT)) {
                gradients.put(name.substring(GRADIENT.length()), tensor);
            }
        });
        steps.run(List.of("update", restarting), () -> {
            SharedCodes.move(model, gathered);
            adam.step(gradients);
            return Map.of();
        });
        SharedCodes.restart(model, restarting, gathered, key.tensor(), peers);
        return gathered.get(SCALARS);
    }

    private static void exchange(AllReduce allReduce, String name, Tensor value) {
        if (SharedCodes.areSummed(name)) {
            allReduce.sum(value);
        } else if (name.startsWith(GRADIENT) || name.equals(SCALARS)) {
            allReduce.mean(value);
        }
    }

    private Map<String, Tensor> gather(List<Integer> restarting) {
        try (Tape tape = engine.tape()) {
            Map<String, Tensor> gathered = backward(tape, restarting);
            adam.gradients(tape).forEach((name, gradient) -> gathered.put(GRADIENT + name, tape.keep(gradient)));
            return gathered;
        }
    }

    /**
     * The program of a step in which no code restarts.
     *
     * @return the program, which runs on the inputs as they are
     */
    public Program program() {
        long plain = 1;
        while (!CodeLearning.restarting(model, plain).isEmpty()) {
            plain++;
        }
        long step = plain;
        return steps.program(CodeLearning.restarting(model, step), () -> body(step));
    }

    private Map<String, Tensor> body(long step) {
        try (Tape tape = engine.tape()) {
            List<Integer> restarting = CodeLearning.restarting(model, step);
            Map<String, Tensor> found = backward(tape, restarting);
            adam.step(tape);
            SharedCodes.move(model, found);
            SharedCodes.restart(model, restarting, found, key.tensor(), peers);
            return Map.of(SCALARS, found.get(SCALARS));
        }
    }

    /** Forward and backward: what is reported, and what codes that learn by themselves learn from. */
    private Map<String, Tensor> backward(Tape tape, List<Integer> restarting) {
        ModelOutput output = model.forward(images, dropout);
        Tensor loss = output.loss();
        Map<String, Tensor> found = new LinkedHashMap<>();
        found.put(SCALARS, tape.keep(Scalars.gather(loss, output.mse(), output.vqLoss())));
        SharedCodes.gather(model, output, restarting, tape, found);
        tape.backward(loss);
        return found;
    }

    /** What evaluation runs by, so that it shares this step's memory. */
    Steps steps() {
        return steps;
    }

    /** {@return the moments, as {@link Adam#state}} */
    public Parameters optimizer() {
        return adam.state();
    }
}
