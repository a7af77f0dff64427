package dev.azulejo.cli.measure;

import dev.azulejo.cli.picture.Picture;
import dev.azulejo.cli.picture.PictureGrid;
import dev.azulejo.cli.run.FiniteFigures;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.Sampling;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.terminal.SteadyProgress;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.Printable;
import dev.azulejo.priors.measure.SampleEvaluation;
import dev.azulejo.priors.measure.SampleEvaluation.Measured;
import dev.azulejo.priors.measure.SampleMeasures;
import dev.azulejo.priors.sampling.Acceptance;
import dev.azulejo.priors.sampling.Generation;
import dev.azulejo.priors.sampling.ImageSequence;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.RunClasses;
import dev.azulejo.priors.train.RunClassifier;
import dev.azulejo.vqvae2.classify.ClassifierRun;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * New images of a run measured beside real ones, as {@code evaluate --samples} says it.
 *
 * @param samples how many were drawn
 * @param compared how many of each set were compared
 * @param sets figures by the name of the set, held-out images first
 * @param picture samples beside what they are nearest to
 */
public record SampleFigures(int samples, int compared, Map<String, SampleMeasures> sets, Path picture) {
    private static final String REAL = "held-out images";
    private static final String SAMPLES = "samples";
    private static final String ACCEPTED = "accepted samples";
    private static final int SHOWN = 20;

    /** What draws images, and what judges them. */
    public record Measuring(Sampling.Priors priors, TrainedClassifier classifier) {}

    /** {@return what draws and judges, if samples are asked for} Refuses a run that lacks priors or a classifier. */
    public static Optional<Measuring> required(Session session, TrainedModel model, SampleOptions options) {
        if (!options.areAsked()) {
            if (options.accept().isGiven()) {
                throw new UsageException("--accept: says which new images are measured; add --samples N");
            }
            if (!options.drawn().equals(SamplingOptions.of(0))) {
                throw new UsageException(
                        "--temperature, --top-k, --top-p and --seed: say how new images are drawn, which"
                                + " are then measured; add --samples N");
            }
            return Optional.empty();
        }
        options.drawn();
        Sampling.Priors priors = Sampling.priors(session, model);
        ModelRun run = model.run();
        TrainedClassifier classifier = options.accept()
                .require(session, run, RunClasses.of(run))
                .orElseGet(() -> TrainedClassifier.of(session, run));
        return Optional.of(new Measuring(priors, classifier));
    }

    /** Refuses images that are too few, before anything is computed. */
    public static void requireEnough(Split images, SampleOptions options) {
        if (options.areAsked()) {
            SampleEvaluation.compared(images, options.samples());
            ClassifierRun.withClass(images.heldOut());
        }
    }

    /** Draws and measures; leaves a picture in the folder of the run. */
    public static SampleFigures of(
            Session session, Engine engine, Measuring with, Split images, SampleOptions options) {
        ModelRun run = with.priors().model().run();
        int count = options.samples();
        RunClasses classes = RunClasses.of(run);
        int[] numbers = classes.names().isEmpty()
                ? new int[0]
                : RunClassifier.numbers(with.classifier().run(), classes);
        Generation generation = with.priors().generation(engine, options.drawn());
        session.log("judging the real images");
        RunClassifier classifier = with.classifier().load(engine);
        var evaluation = new SampleEvaluation(engine, generation.model(), classifier, images, count);
        Map<String, SampleMeasures> sets = new LinkedHashMap<>();
        sets.put(REAL, evaluation.ofHeldOut());
        sets.put("reconstructions", evaluation.ofReconstructions());
        Measured plain = measured(session, evaluation, generation, classes, null, count, numbers);
        sets.put(SAMPLES, plain.measures());
        if (options.accept().isGiven()) {
            Acceptance acceptance =
                    classifier.acceptance(classes, options.accept().share());
            session.log("the same with those accepted alone");
            sets.put(
                    ACCEPTED,
                    measured(session, evaluation, generation, classes, acceptance, count, numbers)
                            .measures());
        }
        Path picture = Outputs.free(run.path(), "nearest");
        save(evaluation.learned(), plain, picture);
        return new SampleFigures(count, evaluation.compared(), sets, picture);
    }

    private static Measured measured(
            Session session,
            SampleEvaluation evaluation,
            Generation generation,
            RunClasses classes,
            Acceptance acceptance,
            int count,
            int[] numbers) {
        var sequence = new ImageSequence(generation, classes.inTurn(), acceptance);
        try (TaskProgress progress = new TaskProgress(session)) {
            return evaluation.ofSamples(sequence, count, numbers, progress);
        }
    }

    /** The samples that are nearest to an image that was learned from, above these. */
    private static void save(ImageData learned, Measured samples, Path file) {
        int[] shown = SampleEvaluation.nearestFirst(samples, SHOWN);
        int[] nearest =
                Arrays.stream(shown).map(i -> samples.nearest().rows()[i]).toArray();
        PictureGrid.compared(
                        List.of(SAMPLES, "nearest learned"),
                        List.of(
                                Picture.of(samples.images().select(shown), shown.length),
                                Picture.of(learned.select(nearest), shown.length)))
                .save(file);
    }

    /** A bar for one task after another. */
    private static final class TaskProgress implements SampleEvaluation.Listener, AutoCloseable {
        private final Session session;
        private String task;
        private SteadyProgress progress;

        TaskProgress(Session session) {
            this.session = session;
        }

        @Override
        public void reached(String now, long done, long total) {
            if (!now.equals(task)) {
                close();
                task = now;
                progress = new SteadyProgress(session, now, total);
            }
            progress.reached(done);
        }

        @Override
        public void close() {
            if (progress != null) {
                progress.close();
            }
        }
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("samples", samples);
        json.put("compared", compared);
        Map<String, Object> each = new LinkedHashMap<>();
        sets.forEach((name, measures) -> {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("frechet_distance", measures.frechetDistance());
            figures.put("precision", measures.precision());
            figures.put("recall", measures.recall());
            figures.put("nearer", measures.nearer());
            if (measures.accuracy().isPresent()) {
                figures.put("accuracy", measures.accuracy().getAsDouble());
                figures.put("of_real_accuracy", FiniteFigures.orNull(ofReal(measures)));
            }
            each.put(name.replace('-', '_').replace(' ', '_'), figures);
        });
        json.put("sets", each);
        json.put("picture", picture.toString());
        return json;
    }

    private double ofReal(SampleMeasures measures) {
        return measures.accuracy().getAsDouble() / sets.get(REAL).accuracy().getAsDouble();
    }

    /** A table for people. */
    public String toText() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-18s %8s %9s %7s %7s %9s%n",
                "",
                "frechet",
                "precision",
                "recall",
                "nearer",
                "accuracy"));
        sets.forEach((name, measures) -> {
            text.append(String.format(
                    Locale.ROOT,
                    "%-18s %8.3f %9.3f %7.3f %7.3f",
                    name,
                    measures.frechetDistance(),
                    measures.precision(),
                    measures.recall(),
                    measures.nearer()));
            measures.accuracy()
                    .ifPresent(accuracy ->
                            text.append(String.format(Locale.ROOT, " %9.4f (%.2f)", accuracy, ofReal(measures))));
            text.append('\n');
        });
        return text.append(String.format(
                        Locale.ROOT,
                        "Of each set %,d images are compared with as many that were learned from.%n"
                                + "Accuracy: on held-out images, after learning from %s%n"
                                + "(in brackets as a share of that after learning from real images).%n"
                                + "Look at %s; docs/measures.md says what each figure is.",
                        compared,
                        Counted.of(samples, "sample"),
                        Printable.escape(picture.toString())))
                .toString();
    }
}
