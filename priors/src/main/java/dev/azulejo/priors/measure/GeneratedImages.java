package dev.azulejo.priors.measure;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.sampling.ImageSequence;
import dev.azulejo.vqvae2.Inference;
import dev.azulejo.vqvae2.Levels;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** Images that a model made, as data: pixels as a picture of them has, to be learned from and measured as real ones. */
final class GeneratedImages {
    private final ModelConfig config;
    private final byte[] pixels;
    private final int[] labels;

    private GeneratedImages(ModelConfig config, int count) {
        this.config = config;
        int size = config.imageSize();
        long bytes = (long) count * size * size * config.channels();
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new UserException("samples: " + count + " images of " + size + "x" + size
                    + " are too many to hold; ask for at most "
                    + (Integer.MAX_VALUE - 8) / (size * size * config.channels()));
        }
        this.pixels = new byte[(int) bytes];
        this.labels = new int[count];
        Arrays.fill(labels, -1);
    }

    /**
     * Draws images.
     *
     * @param numbers the number among {@code classes} of each class that the priors know
     * @param classes names of the classes
     * @param progress is told how many there are so far
     */
    static ImageData drawn(
            Engine engine,
            ModelConfig config,
            ImageSequence sequence,
            int count,
            int[] numbers,
            List<String> classes,
            LongConsumer progress) {
        GeneratedImages made = new GeneratedImages(config, count);
        long[] done = new long[1];
        sequence.draw(engine, count, (drawn, batch) -> {
            made.put(batch, drawn);
            for (int number : drawn) {
                int label = sequence.label(number);
                made.labels[number] = label < 0 ? -1 : numbers[label];
            }
            progress.accept(done[0] += drawn.length);
        });
        return made.data("samples", classes);
    }

    /** What a model makes of images. */
    static ImageData reconstructed(Engine engine, VqVae2 model, ImageData images) {
        GeneratedImages made = new GeneratedImages(model.config(), images.count());
        Arrays.setAll(made.labels, images::label);
        List<Levels> all = List.of(Levels.all(model.config().levels()));
        new Inference(engine, model).run(images, all, batch -> {
            int n = batch.pixels().length / images.imageBytes();
            made.put(
                    batch.images().getFirst(),
                    IntStream.range(batch.first(), batch.first() + n).toArray());
        });
        return made.data("reconstructions", images.classes());
    }

    private void put(Tensor batch, int... numbers) {
        float[] values = batch.toArray();
        int size = values.length / numbers.length;
        for (int i = 0; i < values.length; i++) {
            int at = Math.multiplyExact(numbers[i / size], size) + i % size;
            pixels[at] = (byte) Math.round(Math.clamp(values[i], 0f, 1f) * 255);
        }
    }

    private ImageData data(String name, List<String> classes) {
        int size = config.imageSize();
        return ArrayImageData.of(name, size, size, config.channels(), classes, labels, pixels);
    }
}
