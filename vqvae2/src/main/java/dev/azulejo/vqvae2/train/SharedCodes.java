package dev.azulejo.vqvae2.train;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.vqvae2.ModelOutput;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.quantize.LearnsByItself;
import dev.azulejo.vqvae2.quantize.LearnsByItself.Statistics;
import java.util.List;
import java.util.Map;

/**
 * What codes that learn by themselves learn in a step: gathered while the tensors of the pass are held, and done once the
 * optimiser has moved the rest, for a code that starts again is no longer what its gradient was of. In between peers add up
 * what they found in their parts of a batch.
 */
final class SharedCodes {
    private static final String COUNTS = "counts.";
    private static final String SUMS = "sums.";
    private static final String VECTORS = "vectors.";

    private SharedCodes() {}

    /** Gathers what the codes learn from; to be called while the tensors of the pass are held. */
    static void gather(
            VqVae2 model, ModelOutput output, List<Integer> restarting, Tape tape, Map<String, Tensor> into) {
        for (int level = 0; level < model.config().levels(); level++) {
            if (model.quantizer(level) instanceof LearnsByItself codes) {
                IntTensor indices = output.quantized().get(level).indices();
                Tensor vectors = codes.chosenFor(output.latents().get(level), indices);
                Statistics statistics = codes.statistics(vectors, indices);
                into.put(COUNTS + level, tape.keep(statistics.counts()));
                into.put(SUMS + level, tape.keep(statistics.sums()));
                if (restarting.contains(level)) {
                    into.put(VECTORS + level, tape.keep(vectors));
                }
            }
        }
    }

    /** {@return whether what was gathered by this name is to be summed over the peers} */
    static boolean areSummed(String name) {
        return name.startsWith(COUNTS) || name.startsWith(SUMS);
    }

    /** Moves the codes. */
    static void move(VqVae2 model, Map<String, Tensor> summed) {
        for (int level = 0; level < model.config().levels(); level++) {
            if (model.quantizer(level) instanceof LearnsByItself codes) {
                codes.move(new Statistics(summed.get(COUNTS + level), summed.get(SUMS + level)));
            }
        }
    }

    /** Restarts codes, after they moved. */
    static void restart(
            VqVae2 model, List<Integer> restarting, Map<String, Tensor> gathered, IntTensor key, Peers peers) {
        for (int level : restarting) {
            if (model.quantizer(level) instanceof LearnsByItself codes) {
                codes.restart(gathered.get(VECTORS + level), level, key, peers);
            }
        }
    }
}
