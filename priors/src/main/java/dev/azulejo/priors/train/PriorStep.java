package dev.azulejo.priors.train;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.program.Program;
import dev.azulejo.engine.program.Scalars;
import dev.azulejo.engine.program.StepKey;
import dev.azulejo.engine.program.Steps;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.nn.optim.PolyakAverage;
import dev.azulejo.nn.peer.AllReduce;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.priors.CodePrior;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One step of stage 2, with all that it changes: forward, backward, Adam, the averaged weights. The trainer and the benchmarks
 * run this one.
 */
public final class PriorStep {
    private static final String LOSS = "loss";

    private final CodePrior prior;
    private final IntTensor codes;
    private final IntTensor labels;
    private final Supplier<Tensor> condition;
    private final Adam adam;
    private final PolyakAverage average;
    private final Steps steps;
    private final StepKey key;
    private final Peers peers;

    /**
     * A step of a prior at its first, on inputs that are set before each step.
     *
     * @param prior what is trained
     * @param training how
     * @param codes {@code [N,H,W]}, lasting
     * @param labels {@code [N]}, lasting; null where the prior has none
     * @param condition computes the decoded levels above from lasting tensors; gives null where the prior has none
     */
    public PriorStep(
            CodePrior prior, PriorTraining training, IntTensor codes, IntTensor labels, Supplier<Tensor> condition) {
        this(prior, training, codes, labels, condition, Peers.alone());
    }

    /**
     * A step that peers take together, each on its inputs.
     *
     * @param prior what is trained
     * @param training how
     * @param codes {@code [N,H,W]}, this one's, lasting
     * @param labels {@code [N]}, lasting; null where the prior has none
     * @param condition computes the decoded levels above from lasting tensors; gives null where the prior has none
     * @param peers who have the other codes of the step
     */
    public PriorStep(
            CodePrior prior,
            PriorTraining training,
            IntTensor codes,
            IntTensor labels,
            Supplier<Tensor> condition,
            Peers peers) {
        this.peers = peers;
        this.prior = prior;
        this.codes = codes;
        this.labels = labels;
        this.condition = condition;
        this.adam = new Adam(prior.engine(), prior.parameters(), training.adam());
        this.average = new PolyakAverage(prior.engine(), prior.parameters(), training.polyak());
        this.steps = new Steps(prior.engine());
        this.key = StepKey.ofPart(prior.engine(), peers.rank());
    }

    /**
     * Runs a step on the inputs.
     *
     * @param seed of dropout
     * @param step its number, from 1
     * @param rate learning rate
     * @return {@code loss}, readable until the next step
     */
    public Scalars run(long seed, long step, double rate) {
        key.set(seed, step);
        adam.prepare(step, rate);
        average.prepare(step);
        Map<String, Tensor> done = peers.size() == 1 ? steps.run("step", this::body) : together();
        return new Scalars(List.of(LOSS), done.get(LOSS));
    }

    /** Half of a step, with the exchange of what it finds beside it, and the other half. */
    private Map<String, Tensor> together() {
        Map<String, Tensor> gathered;
        try (AllReduce allReduce = new AllReduce(peers)) {
            gathered = steps.handOver("gather", this::gather, (_, value) -> allReduce.mean(value));
            allReduce.await();
        }
        steps.run("update", () -> {
            Map<String, Tensor> gradients = new LinkedHashMap<>(gathered);
            gradients.remove(LOSS);
            adam.step(gradients);
            average.update();
            return Map.of();
        });
        return Map.of(LOSS, gathered.get(LOSS));
    }

    private Map<String, Tensor> gather() {
        Tensor above = above();
        Map<String, Tensor> gathered = new LinkedHashMap<>();
        try (Tape tape = prior.engine().tape()) {
            gathered.put(LOSS, backward(tape, above));
            adam.gradients(tape).forEach((name, gradient) -> gathered.put(name, tape.keep(gradient)));
        }
        return gathered;
    }

    /** {@return the program of a step, which runs on the inputs as they are} */
    public Program program() {
        return steps.program("step", this::body);
    }

    private Map<String, Tensor> body() {
        Tensor above = above();
        Tensor loss;
        try (Tape tape = prior.engine().tape()) {
            loss = backward(tape, above);
            adam.step(tape);
        }
        average.update();
        return Map.of(LOSS, loss);
    }

    /** Not under a tape: the first stage does not learn here. */
    private Tensor above() {
        return condition.get();
    }

    private Tensor backward(Tape tape, Tensor above) {
        Tensor loss = tape.keep(prior.logits(codes, labels, above, key.tensor()).crossEntropy(codes));
        tape.backward(loss);
        return loss;
    }

    Adam adam() {
        return adam;
    }

    PolyakAverage average() {
        return average;
    }

    /** What evaluation runs by, so that it shares this step's memory. */
    Steps steps() {
        return steps;
    }
}
