package dev.azulejo.priors.measure;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.priors.sampling.ImageSequence;
import dev.azulejo.priors.train.RunClassifier;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.classify.Classifier;
import dev.azulejo.vqvae2.classify.ClassifierRun;
import dev.azulejo.vqvae2.classify.Predictions;
import dev.azulejo.vqvae2.measure.FeatureSet;
import dev.azulejo.vqvae2.measure.NearestNeighbours;
import dev.azulejo.vqvae2.measure.PrecisionRecall;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Compares what a run makes with the images that it learned from, beside held-out images compared with them likewise. All sets of
 * a comparison have as many images, for the figures depend on that.
 */
public final class SampleEvaluation {
    private final Engine engine;
    private final VqVae2 model;
    private final ClassifierRun run;
    private final Classifier classifier;
    private final ImageData learned;
    private final ImageData heldOut;
    private final int compared;
    private final ImageData shown;
    private final FeatureSet allLearned;
    private final FeatureSet reference;
    private final FeatureSet real;
    private final NearestNeighbours ofReal;
    private final double accuracy;

    /** What is told of work that takes long. */
    public interface Listener {
        /**
         * Some of it is done.
         *
         * @param task in a word or two
         * @param done how much
         * @param total how much in all
         */
        void reached(String task, long done, long total);
    }

    /**
     * Samples, how they measure, and what they are nearest to.
     *
     * @param images the samples
     * @param measures of them
     * @param nearest of the images learned from, for each of the first samples that were compared
     */
    public record Measured(ImageData images, SampleMeasures measures, NearestNeighbours nearest) {}

    /**
     * Measures the real images.
     *
     * @param engine where the model lives
     * @param model made the images that are to be compared
     * @param run the trained classifier of the model's run
     * @param images of the model's size; those of classes that the classifier does not know count as of none
     * @param samples how many images will be compared, at most: no more than there are of each part
     * @throws UserException if there are too few images to compare, or none that is held out has a class
     */
    public SampleEvaluation(Engine engine, VqVae2 model, ClassifierRun run, Split images, int samples) {
        this(engine, model, new RunClassifier(run, run.load(engine)), images, samples);
    }

    /**
     * Measures the real images by a classifier that is loaded already.
     *
     * @param engine where both live
     * @param model made the images that are to be compared
     * @param trained the classifier of the model's run
     * @param images of the model's size; those of classes that the classifier does not know count as of none
     * @param samples how many images will be compared, at most: no more than there are of each part
     * @throws UserException if there are too few images to compare, or none that is held out has a class
     */
    public SampleEvaluation(Engine engine, VqVae2 model, RunClassifier trained, Split images, int samples) {
        this.engine = engine;
        this.model = model;
        this.run = trained.run();
        this.classifier = trained.network();
        this.learned = asKnown(images.train());
        this.heldOut = asKnown(images.heldOut());
        this.compared = compared(images, samples);
        ImageData judged = ClassifierRun.withClass(heldOut);
        this.accuracy = Predictions.of(engine, classifier, judged).accuracy(judged);
        this.allLearned = features(learned);
        this.reference = allLearned.select(chosen(learned.count()));
        this.shown = heldOut.select(chosen(heldOut.count()));
        this.real = features(shown);
        this.ofReal = NearestNeighbours.of(real, allLearned);
    }

    /**
     * {@return how many images of each set can be compared}
     *
     * @param images real ones
     * @param samples how many samples there will be
     * @throws UserException if they are too few for a comparison
     */
    public static int compared(Split images, int samples) {
        int learned = images.train().count();
        int heldOut = images.heldOut().count();
        int compared = Math.min(samples, Math.min(learned, heldOut));
        if (compared <= PrecisionRecall.NEIGHBOURS) {
            throw new UserException("samples: found " + samples + " to compare with " + learned
                    + " images that were learned from and " + heldOut + " held out; expected at least "
                    + (PrecisionRecall.NEIGHBOURS + 1) + " of each");
        }
        return compared;
    }

    /** The images with the classifier's numbers of their classes. */
    private ImageData asKnown(ImageData images) {
        List<String> classes = images.classes();
        return classes.equals(run.classes())
                ? images
                : images.relabelled(
                        run.classes(),
                        classes.stream().mapToInt(run.classes()::indexOf).toArray());
    }

    /** As many of them as are compared, in no order of their classes. */
    private int[] chosen(int count) {
        int[] rows = Arrays.copyOf(Batches.order(count, 0, 0), compared);
        Arrays.sort(rows);
        return rows;
    }

    private FeatureSet features(ImageData images) {
        return Predictions.of(engine, classifier, images).features();
    }

    /** {@return how many images of each set are compared} */
    public int compared() {
        return compared;
    }

    /** {@return the images that were learned from} */
    public ImageData learned() {
        return learned;
    }

    /** {@return held-out images, as if they were samples: what figures of samples are to be held against} */
    public SampleMeasures ofHeldOut() {
        return SampleMeasures.of(reference, real, ofReal, ofReal, OptionalDouble.of(accuracy));
    }

    /** {@return reconstructions of the held-out images: what the model alone costs, without the priors} */
    public SampleMeasures ofReconstructions() {
        FeatureSet made = features(GeneratedImages.reconstructed(engine, model, shown));
        return SampleMeasures.of(
                reference, made, NearestNeighbours.of(made, allLearned), ofReal, OptionalDouble.empty());
    }

    /**
     * Draws samples and measures them. If they have classes, a classifier as the run's learns from all of them.
     *
     * @param sequence draws them
     * @param count how many
     * @param numbers the classifier's number of each class that the priors know; empty if they know none
     * @param listener is told what is done
     * @return the samples and their figures
     */
    public Measured ofSamples(ImageSequence sequence, int count, int[] numbers, Listener listener) {
        ImageData samples = GeneratedImages.drawn(
                engine,
                model.config(),
                sequence,
                count,
                numbers,
                run.classes(),
                done -> listener.reached("sample", done, count));
        FeatureSet made = features(samples.subset(0, Math.min(compared, count)));
        NearestNeighbours nearest = NearestNeighbours.of(made, allLearned);
        OptionalDouble score =
                numbers.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(score(samples, listener));
        return new Measured(samples, SampleMeasures.of(reference, made, nearest, ofReal, score), nearest);
    }

    private double score(ImageData samples, Listener listener) {
        Classifier taught = run.trainedOn(engine, samples, new Progress() {
            @Override
            public void stepped(long step, long steps) {
                listener.reached("learn from samples", step, steps);
            }
        });
        ImageData judged = ClassifierRun.withClass(heldOut);
        return Predictions.of(engine, taught, judged).accuracy(judged);
    }

    /**
     * {@return the samples that are nearest to an image that was learned from: the nearest of each class, then the second of
     *     each, and so on}
     *
     * @param measured samples
     * @param count how many, at most
     */
    public static int[] nearestFirst(Measured measured, int count) {
        double[] distances = measured.nearest().distances();
        List<Integer> byDistance = IntStream.range(0, distances.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> distances[i]))
                .toList();
        Map<Integer, Integer> seen = new HashMap<>();
        Map<Integer, Integer> rank = new HashMap<>();
        byDistance.forEach(i -> rank.put(i, seen.merge(measured.images().label(i), 1, Integer::sum)));
        return byDistance.stream()
                .sorted(Comparator.comparing(rank::get)) // Stable: of one rank, by distance.
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
