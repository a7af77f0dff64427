package dev.azulejo.cli.command;

import dev.azulejo.cli.cluster.Cluster;
import dev.azulejo.cli.cluster.ClusterOptions;
import dev.azulejo.cli.data.DataOptions;
import dev.azulejo.cli.measure.AcceptOption;
import dev.azulejo.cli.measure.TrainedClassifier;
import dev.azulejo.cli.option.DrawOptions;
import dev.azulejo.cli.option.UsedRun;
import dev.azulejo.cli.picture.Picture;
import dev.azulejo.cli.picture.PictureGrid;
import dev.azulejo.cli.run.Completions;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.Sampling;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.io.Places;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.Printable;
import dev.azulejo.priors.sampling.Acceptance;
import dev.azulejo.priors.sampling.Generation;
import dev.azulejo.priors.sampling.ImageSequence;
import dev.azulejo.priors.sampling.KnownCodes;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.RunClasses;
import dev.azulejo.vqvae2.Levels;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo sample}: new images. */
@Command(
        name = "sample",
        header = "Draw new images.",
        description = {
            "",
            "Codes are drawn level by level from the priors, and decoded. An image is decided by the seed and its"
                    + " number alone, however many are drawn.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo sample",
            "  azulejo sample --run runs/fashion --count 64 --out samples.png",
            "  azulejo sample --run runs/fashion --count 1000 --out new-images/",
            "  azulejo sample --run runs/fashion --accept 0.25 --out best.png",
            "  azulejo sample --run runs/fashion --keep-top --times 6 --out tops.png",
            "  azulejo sample --run runs/fashion --class Sneaker --temperature 0.85 \\",
            "      --top-p 0.95 --out sneakers.png"
        })
public final class Sample implements Callable<Integer> {
    private static final int COUNT = 64;
    private static final int KEPT = 10;
    private static final int TIMES = 4;

    private final Session session;

    @Mixin
    private UsedRun run;

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = OptionTypes.Count.class,
            description = "Images to draw (default " + COUNT + ", or a few more so that every class has as many; with"
                    + " --keep-top " + KEPT + ").")
    private Integer count;

    @Option(
            names = "--class",
            paramLabel = "C",
            description = "Their class, by name or by number from 0; one class after another if left out.")
    private String wanted;

    @Option(
            names = "--keep-top",
            description = "Keep the top level's codes of given images (of --data, those held out), and draw the"
                    + " levels below.")
    private boolean keepTop;

    @Option(
            names = "--times",
            paramLabel = "N",
            converter = OptionTypes.Count.class,
            description = "With --keep-top, how often each image is drawn (default " + TIMES + ").")
    private Integer times;

    @Mixin
    private DataOptions data;

    @Mixin
    private DrawOptions draw;

    @Mixin
    private AcceptOption accept;

    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--out",
            paramLabel = "F",
            description = "The PNG file, or a folder that ends in / for one file per image (default DIR/samples.png, or"
                    + " -2.png and so on if that is there).")
    private String out;

    /** The command in this session. */
    public Sample(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        SamplingOptions options = draw.options();
        if (!keepTop && !data.areOfTheRun()) {
            throw new UsageException("--data: names the images whose top level is kept; add --keep-top");
        }
        if (!keepTop && times != null) {
            throw new UsageException("--times: says how often each image is drawn under its top level; add --keep-top");
        }
        if (keepTop && accept.isGiven()) {
            throw new UsageException("--accept: chooses among images that are all new; leave out --keep-top");
        }
        if (keepTop && cluster.areGiven()) {
            throw new UsageException("--keep-top: draws on one machine; leave out --master");
        }
        TrainedModel trained = TrainedModel.of(session, run.open(session, cluster.areGiven()));
        ModelRun model = trained.run();
        if (keepTop && model.model().levels() == 1) {
            throw new UsageException("--keep-top: " + run.path() + " has one level, so nothing would be left to draw");
        }
        Sampling.Priors priors = Sampling.priors(session, trained);
        if (keepTop) {
            return keepTop(priors, options);
        }
        Path file = out == null ? Outputs.free(run.outputs(), "samples") : Places.of(out);
        boolean apart = out != null && (out.endsWith("/") || Files.isDirectory(file));
        if (apart) {
            Outputs.requireFreshFolder(file);
        } else {
            Outputs.requireFile(file);
        }
        RunClasses classes = RunClasses.of(model);
        int[] drawn = wanted == null ? classes.inTurn() : new int[] {Sampling.number(classes, wanted)};
        int images = count == null ? usual(drawn.length) : count;
        Optional<TrainedClassifier> classifier = accept.require(session, model, classes);
        if (wanted != null) {
            session.log("class " + drawn[0] + ": " + classes.names().get(drawn[0]));
        }
        Sampling sampling = cluster.areGiven()
                ? drawOn(priors, options, drawn, images)
                : drawHere(priors, options, classifier, classes, drawn, images);
        if (apart) {
            sampling.saveApart(file, classes.names());
        } else {
            // No row names a class that is alone.
            String description = wanted == null ? "" : Sampling.described(drawn[0], classes.names());
            sampling.grid(classes.names()).save(file, description);
        }
        session.result(
                new Result()
                        .with("images", images)
                        .with("seconds", sampling.seconds())
                        .with("codes_per_second", sampling.codes() / sampling.seconds())
                        .with("out", file.toString())
                        .saying("file", Printable.escape(file.toString()))
                        .saying("drawn", Counted.of(images, "image")),
                "{file}: {drawn} in {seconds:%.1f} s, {codes_per_second:%.0f} codes/s");
        return 0;
    }

    /** As many of each class, so that no row of the picture is short. */
    private static int usual(int classes) {
        return classes == 0 || classes > COUNT ? COUNT : Math.ceilDiv(COUNT, classes) * classes;
    }

    private Sampling drawHere(
            Sampling.Priors priors,
            SamplingOptions options,
            Optional<TrainedClassifier> classifier,
            RunClasses classes,
            int[] drawn,
            int images) {
        try (Engine engine = session.engine()) {
            Generation generation = priors.generation(engine, options);
            Acceptance accepted = classifier
                    .map(trained -> trained.load(engine).acceptance(classes, accept.share()))
                    .orElse(null);
            return Sampling.draw(session, engine, new ImageSequence(generation, drawn, accepted), images);
        }
    }

    private Sampling drawOn(Sampling.Priors priors, SamplingOptions options, int[] drawn, int images) {
        if (accept.isGiven()) {
            throw new UsageException("--accept: chooses on one machine; leave out --master");
        }
        try (Cluster workers = cluster.open(session)) {
            return Sampling.drawOn(workers, priors, options, drawn, images);
        }
    }

    /** Originals and their reconstructions above what is drawn under the same top level. */
    private int keepTop(Sampling.Priors priors, SamplingOptions options) {
        ModelRun model = priors.model().run();
        Path file = out == null ? Outputs.free(run.outputs(), "under-the-top") : Places.of(out);
        Outputs.requireFile(file);
        RunClasses classes = RunClasses.of(model);
        ImageData images = priors.model().data(session, data.source(model)).heldOut();
        int n = Math.min(count == null ? KEPT : count, images.count());
        int each = times == null ? TIMES : times;
        int[] labels = Completions.classes(classes, wanted, images, n);
        int top = model.model().levels() - 1;
        List<String> names = new ArrayList<>(List.of("originals", "all levels", "top only"));
        List<List<Picture>> rows = new ArrayList<>(List.of(Picture.of(images, n)));
        Completions completions;
        try (Engine engine = session.engine()) {
            Generation generation = priors.generation(engine, options);
            VqVae2 network = generation.model();
            for (Levels shown : List.of(Levels.all(top + 1), new Levels(top, top))) {
                rows.add(Completions.reconstructed(engine, network, images, n, shown));
            }
            completions = Completions.draw(
                    session,
                    engine,
                    generation,
                    images,
                    n,
                    each,
                    labels,
                    batch -> KnownCodes.ofLevelsFrom(network.encode(batch), top));
        }
        for (List<Picture> variant : completions.variants()) {
            names.add("drawn");
            rows.add(variant);
        }
        PictureGrid.compared(names, rows).save(file);
        session.result(
                new Result()
                        .with("images", n)
                        .with("times", each)
                        .with("seconds", completions.seconds())
                        .with("codes_per_second", completions.codes() / completions.seconds())
                        .with("out", file.toString())
                        .saying("file", Printable.escape(file.toString()))
                        .saying("shown", Counted.of(n, "image"))
                        .saying("drawn", Counted.of(each, "time")),
                "{file}: {shown}, {drawn} each under their own top level, in {seconds:%.1f} s");
        return 0;
    }
}
