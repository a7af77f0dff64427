package dev.azulejo;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.bundle.Bundle;
import dev.azulejo.priors.bundle.UnpackedBundle;
import dev.azulejo.priors.sampling.Acceptance;
import dev.azulejo.priors.sampling.Generation;
import dev.azulejo.priors.sampling.ImageSequence;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.RunClasses;
import dev.azulejo.priors.train.RunClassifier;
import dev.azulejo.priors.train.RunPriors;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.classify.ClassifierRun;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.ModelRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A trained run, ready for use: it draws new images, and turns images into codes and back. It is opened from its folder, or
 * from a bundle of it, which is a file or comes from anywhere as a stream.
 *
 * <pre>{@code
 * try (var azulejo = Azulejo.open(Path.of("runs/quickstart"))) {
 *     List<BufferedImage> four = azulejo.sample(4).ofClass("Bag").seed(7).images();
 * }
 * }</pre>
 *
 * <p>Any thread may use it, one at a time: while one computes, others wait. Runs that are open at once do not disturb each
 * other; all backends together should not have more threads than there are cores.
 */
public final class Azulejo implements AutoCloseable {
    /** As many images as are drawn at once when few are asked for; after them the loops are compiled. */
    private static final int WARM_UP = 8;

    private final ModelRun run;
    private final Engine engine;
    private final VqVae2 model;
    private final RunClasses classes;
    private List<CodePrior> priors;
    private RunClassifier classifier;

    private Azulejo(ModelRun run, Engine engine) {
        this.run = run;
        this.engine = engine;
        this.model = run.load(engine);
        this.classes = RunClasses.of(run);
    }

    /**
     * Opens a run on the fastest backend that runs here.
     *
     * @param run its folder, or a bundle of it
     * @return the run
     * @throws UserException if there is none, or it has no checkpoint yet, or none that is whole
     */
    public static Azulejo open(Path run) {
        return open(run, Backends.choose());
    }

    /**
     * Opens a run.
     *
     * @param run its folder, or a bundle of it
     * @param backend computes, with as many threads as it has
     * @return the run
     * @throws UserException if there is none, or it has no checkpoint yet, or none that is whole
     */
    public static Azulejo open(Path run, Backend backend) {
        return Files.isRegularFile(run) ? open(Bundle.read(run), backend) : openFolder(run, backend);
    }

    /**
     * Opens a bundle on the fastest backend that runs here.
     *
     * @param bundle its bytes; stays open
     * @return the run
     * @throws UserException if it is no bundle, or cut short or damaged
     * @throws UncheckedIOException if it cannot be read
     */
    public static Azulejo open(InputStream bundle) {
        return open(bundle, Backends.choose());
    }

    /**
     * Opens a bundle.
     *
     * @param bundle its bytes; stays open
     * @param backend computes, with as many threads as it has
     * @return the run
     * @throws UserException if it is no bundle, or cut short or damaged
     * @throws UncheckedIOException if it cannot be read
     */
    public static Azulejo open(InputStream bundle, Backend backend) {
        Objects.requireNonNull(bundle, "open: there is no stream; is the resource on the class path?");
        try {
            return open(Bundle.read(bundle, "bundle"), backend);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that it holds is loaded, so that its files are needed no longer. */
    private static Azulejo open(Bundle bundle, Backend backend) {
        try (UnpackedBundle files = UnpackedBundle.of(bundle)) {
            Azulejo azulejo = openFolder(files.folder(), backend);
            azulejo.loadAll();
            return azulejo;
        }
    }

    private void loadAll() {
        try {
            if (hasPriors()) {
                priors = RunPriors.load(engine, run);
            }
            if (ClassifierRun.exists(run)) {
                classifier = RunClassifier.load(engine, run);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Azulejo openFolder(Path run, Backend backend) {
        Engine engine = new Engine(backend);
        try {
            return new Azulejo(ModelRun.open(run), engine);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /** {@return the names of the classes that can be drawn, by their numbers; none if the priors know none} */
    public List<String> classes() {
        return classes.names();
    }

    /**
     * Asks for new images, which {@link Samples#images} draws.
     *
     * @param count how many
     * @return as the priors learned, one class after another, with seed 0
     * @throws IllegalArgumentException if the number is negative
     */
    public Samples sample(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("sample: expected a number of images, found " + count);
        }
        return new Samples(
                (inTurn, options, accepted) -> draw(count, inTurn, options, accepted),
                classes,
                classes.inTurn(),
                SamplingOptions.of(0),
                OptionalDouble.empty());
    }

    /** The same images as {@code azulejo sample} draws. */
    private synchronized List<BufferedImage> draw(
            int count, int[] inTurn, SamplingOptions options, OptionalDouble accepted) {
        Acceptance acceptance = accepted.isEmpty() ? null : acceptance(accepted.getAsDouble());
        BufferedImage[] images = new BufferedImage[count];
        new ImageSequence(generation(options), inTurn, acceptance).draw(engine, count, (numbers, batch) -> {
            List<BufferedImage> pictures = Pictures.of(batch);
            for (int i = 0; i < numbers.length; i++) {
                images[numbers[i]] = pictures.get(i);
            }
        });
        return List.of(images);
    }

    /**
     * Asks for an image of which the upper part is given: the codes of that part are kept, and the others drawn from the
     * priors by {@link Samples#images}, which gives one image. What lies below is not read.
     *
     * @param image of any size, as for {@link #encode}
     * @param keep the share that is given, from above, as 0.5; rounded down to whole rows of the top level's codes
     * @return with seed 0, and of no class: if the priors know classes, {@link Samples#ofClass} names the image's
     */
    public Samples complete(BufferedImage image, double keep) {
        return new Samples(
                (named, options, _) -> List.of(completed(image, keep, named, options)),
                classes,
                new int[0],
                SamplingOptions.of(0),
                OptionalDouble.empty());
    }

    /** The same image as {@code azulejo complete} draws first. */
    private synchronized BufferedImage completed(
            BufferedImage image, double keep, int[] named, SamplingOptions options) {
        Generation generation = generation(options);
        if (generation.classes() > 0 && named.length == 0) {
            throw new IllegalStateException(
                    "complete: the priors know classes; name that of the image by ofClass, as \""
                            + classes.names().getFirst() + "\"");
        }
        return Completed.of(engine, run, generation, image, keep, named.length == 0 ? 0 : named[0]);
    }

    /**
     * Computes once what requests compute, so that the first of them need not wait while the JVM compiles it.
     *
     * @return this
     */
    public Azulejo warmUp() {
        int size = run.model().imageSize();
        reconstruct(new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY));
        if (hasPriors()) {
            sample(WARM_UP).images();
        }
        return this;
    }

    private boolean hasPriors() {
        return priors != null || run.model().levelNames().stream().allMatch(level -> LevelRun.exists(run, level));
    }

    private Acceptance acceptance(double share) {
        if (classifier == null) {
            classifier = RunClassifier.load(engine, run);
        }
        return classifier.acceptance(classes, share);
    }

    private Generation generation(SamplingOptions options) {
        if (priors == null) {
            priors = RunPriors.load(engine, run);
        }
        return new Generation(model, priors, options);
    }

    /**
     * Turns images into codes.
     *
     * @param images of any size: they are padded or resized to the model's, as those were that it learned from
     * @return the codes of each, in order, per level
     */
    public synchronized CodeStore encode(BufferedImage... images) {
        ImageData data =
                Pictures.data(List.of(images), run.model(), run.origin().resized());
        return CodeStore.encode(engine, model, data);
    }

    /**
     * Turns codes into images.
     *
     * @param codes as {@link #encode} gives them, or from a file of codes
     * @return the image of each, of the model's size
     * @throws IllegalArgumentException if they are codes of another model
     */
    public synchronized List<BufferedImage> decode(CodeStore codes) {
        if (!codes.fits(run.model())) {
            throw new IllegalArgumentException("decode: expected codes of the model of " + run.path()
                    + ", found other levels, grids or numbers of codes");
        }
        List<BufferedImage> images = new ArrayList<>();
        codes.decode(engine, model, batch -> images.addAll(Pictures.of(batch)));
        return images;
    }

    /**
     * {@return what the model makes of an image: its codes decoded}
     *
     * @param image of any size; what comes back is of the same if the image was padded to the model's, and of the model's if
     *     it was resized
     */
    public BufferedImage reconstruct(BufferedImage image) {
        return Pictures.unpadded(
                decode(encode(image)).getFirst(),
                image,
                run.model(),
                run.origin().resized());
    }

    /** Ends the backend's threads. */
    @Override
    public synchronized void close() {
        engine.close();
    }
}
