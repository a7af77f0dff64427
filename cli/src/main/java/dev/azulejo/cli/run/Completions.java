package dev.azulejo.cli.run;

import dev.azulejo.cli.picture.Picture;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.terminal.SteadyProgress;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.priors.sampling.Generation;
import dev.azulejo.priors.sampling.KnownCodes;
import dev.azulejo.priors.train.RunClasses;
import dev.azulejo.vqvae2.Inference;
import dev.azulejo.vqvae2.Levels;
import dev.azulejo.vqvae2.VqVae2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Images of a source of which some codes are kept and the others drawn, several times.
 *
 * @param variants the images drawn: a list per time
 * @param codes how many codes were drawn or kept
 * @param seconds what that and decoding took
 */
public record Completions(List<List<Picture>> variants, long codes, double seconds) {
    private static final int AT_ONCE = 64;

    /**
     * Draws.
     *
     * @param data the images
     * @param count how many of them, from the first on
     * @param times how often each is drawn
     * @param classes of the images
     * @param known what is kept of a batch of images
     */
    public static Completions draw(
            Session session,
            Engine engine,
            Generation generation,
            ImageData data,
            int count,
            int times,
            int[] classes,
            Function<Tensor, KnownCodes> known) {
        List<List<Picture>> variants = new ArrayList<>();
        long codes = 0;
        long start = System.nanoTime();
        try (SteadyProgress progress = new SteadyProgress(session, "draw", (long) count * times)) {
            for (int time = 0; time < times; time++) {
                List<Picture> row = new ArrayList<>();
                for (int first = 0; first < count; first += AT_ONCE) {
                    int n = Math.min(AT_ONCE, count - first);
                    try (var _ = engine.scope()) {
                        // A number of its own for each time: how many images are drawn changes none of them.
                        var made = generation.complete(
                                ((long) time << 32) + first,
                                Arrays.copyOfRange(classes, first, first + n),
                                known.apply(Batches.tensor(engine, data, first, n)));
                        row.addAll(Picture.of(made.images()));
                        codes += made.codes().stream()
                                .mapToLong(level -> level.shape().size())
                                .sum();
                    }
                    progress.reached((long) time * count + first + n);
                }
                variants.add(row);
            }
        }
        return new Completions(variants, codes, (System.nanoTime() - start) / 1e9);
    }

    /** {@return what these levels draw of the first images} */
    public static List<Picture> reconstructed(Engine engine, VqVae2 model, ImageData data, int count, Levels shown) {
        List<Picture> row = new ArrayList<>();
        new Inference(engine, model)
                .run(
                        data.subset(0, count),
                        List.of(shown),
                        batch -> row.addAll(Picture.of(batch.images().getFirst())));
        return row;
    }

    /**
     * The class of each image, as the priors count them.
     *
     * @param wanted the class of all; null for their own
     */
    public static int[] classes(RunClasses known, String wanted, ImageData data, int count) {
        int[] classes = new int[count];
        if (wanted != null) {
            Arrays.fill(classes, Sampling.number(known, wanted));
        } else if (!known.names().isEmpty()) {
            for (int i = 0; i < count; i++) {
                int label = data.label(i);
                classes[i] =
                        label < 0 ? -1 : known.names().indexOf(data.classes().get(label));
                if (classes[i] < 0) {
                    throw new UsageException("image " + i + " of " + data.name() + " is of "
                            + (label < 0
                                    ? "no class"
                                    : "class " + data.classes().get(label))
                            + ", which the priors do not know; name the class to draw with --class");
                }
            }
        }
        return classes;
    }
}
