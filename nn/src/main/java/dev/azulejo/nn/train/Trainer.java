package dev.azulejo.nn.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.program.Scalars;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.optim.PolyakAverage;
import dev.azulejo.nn.peer.Peers;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The model and step that {@link TrainingLoop} trains: a model, its optimiser, its data, and what one step does with
 * them.
 *
 * <p>For a stopped run to go on with the same bits, a step must be a function of {@link #parameters}, {@link #optimizer},
 * {@link #average}, the seed and the number of the step alone: batches, dropout and rates are all drawn by (seed, step).
 */
public interface Trainer {
    /** {@return the engine that the model lives on; the loop opens a scope around each step} */
    Engine engine();

    /** {@return all parameters and state of the model: {@code model.safetensors}} */
    Parameters parameters();

    /**
     * {@return the state of the optimiser, as {@link dev.azulejo.nn.optim.Adam#state}: {@code optimizer.safetensors}}
     */
    Parameters optimizer();

    /** {@return the averaged weights, if any: {@code average.safetensors}; updating them is the step's business} */
    default Optional<PolyakAverage> average() {
        return Optional.empty();
    }

    /** {@return what ends training before the last step and keeps the best weights, if asked for} */
    default Optional<EarlyStopping> earlyStopping() {
        return Optional.empty();
    }

    /** {@return what shows on the way how far training is; nothing by default} */
    default Optional<Preview> preview() {
        return Optional.empty();
    }

    /**
     * Images that show how far a training is: made by the weights of a step, they must change nothing.
     *
     * @param from the first step that is shown
     * @param wanted gives what they are to become, {@code [N,H,W,C]} in [0,1]
     * @param made makes them, of the same shape
     */
    record Preview(long from, Supplier<Tensor> wanted, Supplier<Tensor> made) {}

    /** {@return those that take each step together, of which the first one keeps the run} */
    default Peers peers() {
        return Peers.alone();
    }

    /** {@return the images, or codes, that a step of all peers learns from: for rates alone} */
    int itemsPerStep();

    /**
     * One update of the weights.
     *
     * @param step its number, from 1 on
     * @return what is reported, {@code loss} first; read when it is due. If it was made under a tape, it must be kept
     *     ({@link dev.azulejo.engine.Tape#keep(dev.azulejo.engine.Tensor)})
     */
    Scalars step(long step);

    /**
     * The figures that are measured now and then on held-out data; called with the weights of the step, must change
     * nothing.
     *
     * @param step number of the last step
     * @return figures by name, none by default
     */
    default Map<String, Double> evaluate(long step) {
        return Map.of();
    }
}
