package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.peer.Peers;

/** A quantizer whose codes are those of one table that moving averages move. */
public sealed interface AveragedQuantizer extends VectorQuantizer, LearnsByItself
        permits EmaQuantizer, ResidualQuantizer {
    /** {@return the table} */
    MovingAverages averages();

    @Override
    default Codebook codebook() {
        return averages().codebook();
    }

    @Override
    default void describe(Parameters into) {
        averages().describe(into);
    }

    @Override
    default Tensor chosenFor(Tensor z, IntTensor indices) {
        return averages().chosenFor(z, indices);
    }

    @Override
    default void start(Tensor z, int stream, IntTensor key, Peers peers) {
        averages().start(z, stream, key, peers);
    }

    @Override
    default Statistics statistics(Tensor vectors, IntTensor indices) {
        return averages().statistics(vectors, indices);
    }

    @Override
    default void move(Statistics statistics) {
        averages().move(statistics);
    }

    @Override
    default void restart(Tensor vectors, int stream, IntTensor key, Peers peers) {
        averages().restart(vectors, stream, key, peers);
    }

    @Override
    default boolean restartsAt(long step) {
        return averages().restartsAt(step);
    }
}
