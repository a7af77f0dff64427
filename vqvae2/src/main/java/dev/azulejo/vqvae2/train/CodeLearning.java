package dev.azulejo.vqvae2.train;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.quantize.LearnsByItself;
import java.util.List;
import java.util.stream.IntStream;

/** The codes of a model that learn by themselves. A key is {@code [3]}: seed (low, high) and step. */
final class CodeLearning {
    private CodeLearning() {}

    /**
     * Makes the first codes of what the encoders give for a first batch. From the top down, and each level again: in the
     * paper's wiring what a level quantizes depends on the codes above it.
     */
    static void start(VqVae2 model, Tensor images, IntTensor key, Peers peers) {
        for (int level = model.config().levels() - 1; level >= 0; level--) {
            if (model.quantizer(level) instanceof LearnsByItself codes) {
                try (var _ = images.engine().scope()) {
                    codes.start(model.forward(images).latents().get(level), level, key, peers);
                }
            }
        }
    }

    /** The levels whose codes restart in a step: together with the shapes, all that the calls of a step depend on. */
    static List<Integer> restarting(VqVae2 model, long step) {
        return IntStream.range(0, model.config().levels())
                .filter(level -> model.quantizer(level) instanceof LearnsByItself codes && codes.restartsAt(step))
                .boxed()
                .toList();
    }
}
