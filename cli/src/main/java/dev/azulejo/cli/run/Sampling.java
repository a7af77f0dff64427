package dev.azulejo.cli.run;

import dev.azulejo.cli.cluster.Cluster;
import dev.azulejo.cli.picture.Picture;
import dev.azulejo.cli.picture.PictureGrid;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.terminal.SteadyProgress;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.sampling.Generation;
import dev.azulejo.priors.sampling.ImageSequence;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.MissingPriorException;
import dev.azulejo.priors.train.NoSuchClassException;
import dev.azulejo.priors.train.PriorRun;
import dev.azulejo.priors.train.RunClasses;
import dev.azulejo.priors.train.RunPriors;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * New images of a run.
 *
 * @param images in order
 * @param labels the class of each, -1 if the priors know none
 * @param codes how many codes were drawn
 * @param seconds what that and decoding took
 */
public record Sampling(List<Picture> images, List<Integer> labels, long codes, double seconds) {
    /**
     * How a run comes to what it lacks, to follow "..., train it": by a command, or, if it is a bundle, where that was made.
     *
     * @param command trains it
     */
    public static String remedy(Session session, ModelRun run, String command) {
        return session.temporaries().holds(run.path())
                ? " in the run that the bundle was made of, and export that again"
                : " with: " + command;
    }

    /**
     * What draws: a trained model, and what its priors have learned.
     *
     * @param priors a checkpoint per level, the bottom first
     */
    public record Priors(TrainedModel model, List<Checkpoint> priors) {
        /** Opens what draws images. */
        public Generation generation(Engine engine, SamplingOptions options) {
            List<CodePrior> loaded = new ArrayList<>();
            for (int level = 0; level < priors.size(); level++) {
                RunDirectory run =
                        prior(model.run(), model.run().model().levelNames().get(level));
                loaded.add(PriorRun.load(engine, run, Checkpoints.of(run).still(priors.get(level))));
            }
            return new Generation(model.load(engine), loaded, options);
        }
    }

    /** Refuses a run whose priors are not there yet, or learned other codes, before anything else is loaded. */
    public static Priors priors(Session session, TrainedModel model) {
        ModelRun run = model.run();
        try {
            RunPriors.requireAll(run);
        } catch (MissingPriorException e) {
            throw new UserException(
                    e.getMessage()
                            + remedy(
                                    session,
                                    run,
                                    Shell.azulejo("train-prior", "--run", run.path(), "--level", e.level())),
                    e);
        }
        List<Checkpoint> priors = new ArrayList<>();
        for (String level : run.model().levelNames().reversed()) {
            priors.addFirst(TrainedModel.newest(session, prior(run, level)));
        }
        StaleCodes.refusePriors(session, model);
        return new Priors(model, List.copyOf(priors));
    }

    private static RunDirectory prior(ModelRun run, String level) {
        return RunDirectory.open(LevelRun.folder(run, level));
    }

    /** The number of the class that {@code --class} names. */
    public static int number(RunClasses known, String wanted) {
        try {
            return known.find(wanted);
        } catch (NoSuchClassException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }

    /** Draws images. */
    public static Sampling draw(Session session, Engine engine, ImageSequence sequence, int count) {
        Picture[] images = new Picture[count];
        long start = System.nanoTime();
        long codes;
        try (SteadyProgress progress = new SteadyProgress(session, "sample", count)) {
            int[] done = new int[1];
            codes = sequence.draw(engine, count, (numbers, batch) -> {
                List<Picture> pictures = Picture.of(batch);
                for (int i = 0; i < numbers.length; i++) {
                    images[numbers[i]] = pictures.get(i);
                }
                done[0] += numbers.length;
                progress.reached(done[0]);
            });
        }
        List<Integer> labels =
                IntStream.range(0, count).map(sequence::label).boxed().toList();
        return new Sampling(List.of(images), labels, codes, (System.nanoTime() - start) / 1e9);
    }

    /** Draws images on a cluster. */
    public static Sampling drawOn(Cluster cluster, Priors priors, SamplingOptions options, int[] inTurn, int count) {
        Picture[] images = new Picture[count];
        long start = System.nanoTime();
        ModelRun run = priors.model().run();
        int size = run.model().imageSize();
        int channels = run.model().channels();
        long codes = cluster.sample(
                run, priors.model().checkpoint(), priors.priors(), options, inTurn, count, (first, n, pixels) -> {
                    List<Picture> pictures = Picture.of(n, size, size, channels, pixels);
                    for (int i = 0; i < n; i++) {
                        images[first + i] = pictures.get(i);
                    }
                });
        List<Integer> labels = IntStream.range(0, count)
                .mapToObj(i -> inTurn.length == 0 ? -1 : inTurn[i % inTurn.length])
                .toList();
        return new Sampling(List.of(images), labels, codes, (System.nanoTime() - start) / 1e9);
    }

    /** A file for each image, by its number and of its own size, in this folder. */
    public void saveApart(Path folder, List<String> classes) {
        int digits = Math.max(4, String.valueOf(images.size() - 1).length());
        for (int i = 0; i < images.size(); i++) {
            String number = String.valueOf(i);
            PictureGrid.save(
                    images.get(i),
                    folder.resolve("0".repeat(digits - number.length()) + number + ".png"),
                    described(labels.get(i), classes));
        }
    }

    /**
     * {@return what a picture of one class says in its file; nothing of a run or of options, so the same picture is the
     *     same file}
     */
    public static String described(int label, List<String> classes) {
        String name = label >= 0 && label < classes.size() ? " (" + classes.get(label) + ")" : "";
        return label < 0 ? "" : "class " + label + name;
    }

    /** Rows per class if there are some, else a square. */
    public PictureGrid grid(List<String> classes) {
        long distinct = labels.stream().distinct().count();
        if (distinct < 2 || images.size() < 2 * distinct) {
            return PictureGrid.square(images);
        }
        PictureGrid grid = new PictureGrid();
        int columns = PictureGrid.columns(images.getFirst());
        for (int label : labels.stream().distinct().sorted().toList()) {
            List<Picture> all = IntStream.range(0, images.size())
                    .filter(i -> labels.get(i) == label)
                    .mapToObj(images::get)
                    .toList();
            String name = label < classes.size() ? classes.get(label) : "class " + label;
            for (int first = 0; first < all.size(); first += columns) {
                grid.row(first == 0 ? name : "", all.subList(first, Math.min(all.size(), first + columns)), false);
            }
        }
        return grid;
    }
}
