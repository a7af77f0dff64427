package dev.azulejo.cli.command;

import dev.azulejo.cli.option.UsedImages;
import dev.azulejo.cli.picture.Picture;
import dev.azulejo.cli.picture.PictureGrid;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.message.Printable;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.analysis.CodePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.DoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo interpolate}: the way from one image to another, level by level. */
@Command(
        name = "interpolate",
        header = "Show the way from the codes of one image to those of another, level by level.",
        description = {
            "",
            "On the way the vectors of the codes are mixed, and each mixture is replaced by the code nearest to it."
                    + " Rows: the pixels mixed, for comparison; all levels at once; one level after another, the top"
                    + " first; and each level alone, the others staying with the first image.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo interpolate --run runs/fashion --images 3,17",
            "  azulejo interpolate --run runs/fashion --images 0,1 --steps 12 --out way.png"
        })
public final class Interpolate implements Callable<Integer> {
    private final Session session;

    @Mixin
    private UsedImages used;

    @Option(
            names = "--images",
            paramLabel = "A,B",
            split = ",",
            defaultValue = "0,1",
            converter = OptionTypes.Label.class,
            description = "The two images, by their numbers from 0 (default ${DEFAULT-VALUE}).")
    private List<Integer> ends;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "9",
            converter = OptionTypes.Stages.class,
            description = "Pictures from one to the other, both included (default ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--out",
            paramLabel = "F",
            description = "The PNG file (default RUN/interpolation.png, or -2.png and so on if that is there).")
    private Path out;

    /** The command in this session. */
    public Interpolate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (ends.size() != 2) {
            throw new UsageException("--images: expected two numbers, such as 0,1; found " + ends.size());
        }
        TrainedModel trained = used.open(session);
        Path file = used.output(out, "interpolation");
        ImageData images = used.images(session, trained);
        for (int end : ends) {
            if (end >= images.count()) {
                throw new UsageException(
                        "--images: there is no image " + end + "; expected 0 to " + (images.count() - 1));
            }
        }
        try (Engine engine = session.engine()) {
            grid(engine, trained.load(engine), images).save(file);
        }
        session.result(
                new Result()
                        .with("images", ends)
                        .with("steps", steps)
                        .with("out", file.toString())
                        .saying("file", Printable.escape(file.toString()))
                        .saying("from", ends.getFirst())
                        .saying("to", ends.getLast()),
                "{file}: from image {from} to {to} in {steps} pictures");
        return 0;
    }

    private PictureGrid grid(Engine engine, VqVae2 model, ImageData data) {
        float[] from = pixels(data, ends.getFirst());
        float[] to = pixels(data, ends.getLast());
        CodePath path = new CodePath(model, codes(engine, model, data, from), codes(engine, model, data, to));
        int levels = model.config().levels();
        PictureGrid grid = new PictureGrid();
        List<Picture> mixed = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            float[] values = new float[from.length];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) (from[j] + share(i) * (to[j] - from[j]));
            }
            mixed.add(new Picture(data.height(), data.width(), data.channels(), values));
        }
        grid.row("pixels mixed", mixed, false);
        grid.row("all levels", row(engine, path, share -> Collections.nCopies(levels, share)), true);
        if (levels > 1) {
            grid.row("the top first", row(engine, path, share -> CodePath.topFirst(levels, share)), false);
            for (int level = levels - 1; level >= 0; level--) {
                int moving = level;
                grid.row(
                        model.config().levelNames().get(level) + " alone",
                        row(engine, path, share -> {
                            List<Double> shares = new ArrayList<>(Collections.nCopies(levels, 0.0));
                            shares.set(moving, share);
                            return shares;
                        }),
                        false);
            }
        }
        return grid;
    }

    private List<Picture> row(Engine engine, CodePath path, DoubleFunction<List<Double>> shares) {
        List<Picture> row = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            try (var _ = engine.scope()) {
                row.addAll(Picture.of(path.model().decode(path.at(shares.apply(share(i))))));
            }
        }
        return row;
    }

    private double share(int step) {
        return (double) step / (steps - 1);
    }

    private static float[] pixels(ImageData data, int image) {
        float[] pixels = new float[data.imageBytes()];
        Batches.copy(data, image, 1, pixels, new int[1]);
        return pixels;
    }

    private static List<IntTensor> codes(Engine engine, VqVae2 model, ImageData data, float[] pixels) {
        return model.encode(engine.tensor(Shape.of(1, data.height(), data.width(), data.channels()), pixels));
    }
}
