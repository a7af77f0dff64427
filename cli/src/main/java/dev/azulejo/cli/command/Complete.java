package dev.azulejo.cli.command;

import dev.azulejo.cli.option.DrawOptions;
import dev.azulejo.cli.option.UsedImages;
import dev.azulejo.cli.picture.Picture;
import dev.azulejo.cli.picture.PictureGrid;
import dev.azulejo.cli.run.Completions;
import dev.azulejo.cli.run.Sampling;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.Printable;
import dev.azulejo.priors.sampling.Generation;
import dev.azulejo.priors.sampling.KnownCodes;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.RunClasses;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo complete}: images of which the upper part is given. */
@Command(
        name = "complete",
        header = "Complete images of which the upper part is given.",
        description = {
            "",
            "The lower part is hidden before the image is encoded; the codes of the upper part are kept, and the others"
                    + " drawn from the priors, several times. The picture has what was given above, then the"
                    + " completions, then the originals.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo complete --run runs/fashion",
            "  azulejo complete --run runs/fashion --keep 0.25 --times 8 --temperature 0.85 \\",
            "      --out quarters.png"
        })
public final class Complete implements Callable<Integer> {
    /** What stands where an image is hidden. */
    private static final float HIDDEN = 0.5f;

    private final Session session;

    @Mixin
    private UsedImages used;

    @Option(
            names = "--keep",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            converter = OptionTypes.Share.class,
            description = "The share of the image, from above, that is given (default ${DEFAULT-VALUE}); rounded down"
                    + " to whole rows of the top level's codes.")
    private double keep;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10",
            converter = OptionTypes.Count.class,
            description = "Images to complete (default ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--times",
            paramLabel = "N",
            defaultValue = "4",
            converter = OptionTypes.Count.class,
            description = "Completions of each (default ${DEFAULT-VALUE}).")
    private int times;

    @Option(
            names = "--class",
            paramLabel = "C",
            description = "Their class, by name or by number from 0; each image's own if left out.")
    private String wanted;

    @Mixin
    private DrawOptions draw;

    @Option(
            names = "--out",
            paramLabel = "F",
            description = "The PNG file (default RUN/completions.png, or -2.png and so on if that is there).")
    private Path out;

    /** The command in this session. */
    public Complete(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        SamplingOptions options = draw.options();
        TrainedModel trained = used.open(session);
        ModelRun model = trained.run();
        int rows = rows(model.model());
        Sampling.Priors priors = Sampling.priors(session, trained);
        Path file = used.output(out, "completions");
        RunClasses classes = RunClasses.of(model);
        ImageData images = used.images(session, trained);
        int n = Math.min(count, images.count());
        int[] labels = Completions.classes(classes, wanted, images, n);
        Completions completions;
        try (Engine engine = session.engine()) {
            Generation generation = priors.generation(engine, options);
            completions = Completions.draw(
                    session,
                    engine,
                    generation,
                    images,
                    n,
                    times,
                    labels,
                    batch -> KnownCodes.ofUpperPart(generation.model(), batch, rows));
        }
        int given = rows * model.model().multiple();
        grid(images, n, given, completions).save(file);
        session.result(
                new Result()
                        .with("images", n)
                        .with("times", times)
                        .with("rows_given", given)
                        .with("seconds", completions.seconds())
                        .with("out", file.toString())
                        .saying("height", images.height())
                        .saying("file", Printable.escape(file.toString()))
                        .saying("shown", Counted.of(n, "image"))
                        .saying("drawn", Counted.of(times, "time")),
                "{file}: {shown} of which {rows_given} of {height} rows were given, {drawn} each, in"
                        + " {seconds:%.1f} s");
        return 0;
    }

    /** {@return how many rows of the top level's codes are given} */
    private int rows(ModelConfig model) {
        int all = model.grid(model.levels() - 1);
        int rows = KnownCodes.rows(model, keep);
        if (all == 1) {
            throw new UsageException("complete: the top level of this model has one row of codes, so no part of it can"
                    + " be given; train one for larger images");
        }
        if (rows < 1 || rows >= all) {
            String least = number(Math.ceil(1000.0 / all) / 1000);
            throw new UsageException(String.format(
                    Locale.ROOT,
                    "--keep %s: leaves %s; the top level has %d rows of codes, so take %s",
                    number(keep),
                    rows < 1 ? "nothing to begin with" : "nothing to complete",
                    all,
                    all == 2 ? least : least + " to " + number(Math.floor(1000.0 * (all - 1) / all) / 1000)));
        }
        return rows;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    private static PictureGrid grid(ImageData images, int count, int given, Completions completions) {
        List<Picture> originals = Picture.of(images, count);
        List<String> labels = new ArrayList<>(List.of("given"));
        List<List<Picture>> rows = new ArrayList<>(
                List.of(originals.stream().map(o -> hidden(o, given)).toList()));
        for (List<Picture> variant : completions.variants()) {
            labels.add("completed");
            rows.add(variant);
        }
        labels.add("originals");
        rows.add(originals);
        return PictureGrid.compared(labels, rows);
    }

    private static Picture hidden(Picture original, int given) {
        float[] values = original.values().clone();
        Arrays.fill(values, given * original.width() * original.channels(), values.length, HIDDEN);
        return new Picture(original.height(), original.width(), original.channels(), values);
    }
}
