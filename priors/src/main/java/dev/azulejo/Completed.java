package dev.azulejo;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.priors.sampling.Generation;
import dev.azulejo.priors.sampling.KnownCodes;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.train.ModelRun;
import java.awt.image.BufferedImage;
import java.util.List;

/** An image whose upper part was given, and the rest drawn. */
final class Completed {
    private Completed() {}

    /** The image, of the size of the given one if that was padded to the model's. */
    static BufferedImage of(
            Engine engine, ModelRun run, Generation generation, BufferedImage image, double keep, int drawn) {
        ModelConfig config = run.model();
        boolean resized = run.origin().resized();
        ImageData data = Pictures.data(List.of(image), config, resized);
        int rows = KnownCodes.rows(config, keep);
        try (var _ = engine.scope()) {
            Tensor batch = Batches.tensor(engine, data, 0, 1);
            Tensor made = generation
                    .complete(0, new int[] {drawn}, KnownCodes.ofUpperPart(generation.model(), batch, rows))
                    .images();
            return Pictures.unpadded(Pictures.of(made).getFirst(), image, config, resized);
        }
    }
}
