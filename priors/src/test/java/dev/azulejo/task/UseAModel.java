package dev.azulejo.task;

import dev.azulejo.Azulejo;
import dev.azulejo.engine.Backends;
import dev.azulejo.vqvae2.train.CodeStore;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** What a program does with a trained model. */
final class UseAModel {
    private UseAModel() {}

    static List<BufferedImage> draw(Path run, String name) {
        // @start region="draw"
        try (Azulejo azulejo = Azulejo.open(run)) { // the folder of a run, or a bundle of it
            return azulejo.sample(4).ofClass(name).temperature(0.9).seed(7).images();
        }
        // @end
    }

    // @start region="service"
    /** Open while the service is; each instance answers one request at a time, in the thread that asks. */
    record Coder(Azulejo azulejo) implements AutoCloseable {
        static Coder start(InputStream bundle) {
            return new Coder(Azulejo.open(bundle, Backends.choose("auto", 1)).warmUp());
        }

        /** Whole numbers, a grid per level. */
        CodeStore encode(BufferedImage image) {
            return azulejo.encode(image);
        }

        BufferedImage decode(CodeStore codes) {
            return azulejo.decode(codes).getFirst();
        }

        @Override
        public void close() {
            azulejo.close();
        }
    }
    // @end

    static BufferedImage complete(Azulejo azulejo, BufferedImage image, String name) {
        // @start region="complete"
        BufferedImage completed =
                azulejo.complete(image, 0.5).ofClass(name).images().getFirst();
        // @end
        return completed;
    }
}
