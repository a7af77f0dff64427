package dev.azulejo.cli.command;

import dev.azulejo.cli.option.UsedImages;
import dev.azulejo.cli.picture.Picture;
import dev.azulejo.cli.picture.PictureGrid;
import dev.azulejo.cli.run.FiniteFigures;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.vqvae2.Inference;
import dev.azulejo.vqvae2.Levels;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo reconstruct}: what a model makes of images. */
@Command(
        name = "reconstruct",
        header = "Show what a model makes of images: originals above, reconstructions below.",
        description = {
            "",
            "Without --levels every prefix of the hierarchy is shown: by all levels, then without the lowest, and so on"
                    + " to the top alone (what the others would say is zero). Figures are over the images shown, by the"
                    + " first of these.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo reconstruct --run runs/fashion",
            "  azulejo reconstruct --run runs/fashion --data fashion-mnist --levels top \\",
            "      --count 40 --out top.png"
        })
public final class Reconstruct implements Callable<Integer> {
    private final Session session;

    @Mixin
    private UsedImages used;

    @Option(
            names = "--levels",
            paramLabel = "L",
            description =
                    "all, or the name of a level for it alone, as top; by default every prefix: all levels, without"
                            + " the lowest, ..., the top alone.")
    private String levels;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10",
            converter = OptionTypes.Count.class,
            description = "Images to show (default ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--out",
            paramLabel = "F",
            description = "The PNG file (default RUN/reconstructions.png, or -2.png and so on if that is there).")
    private Path out;

    /** The command in this session. */
    public Reconstruct(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        TrainedModel trained = used.open(session);
        ModelRun model = trained.run();
        Path file = used.output(out, "reconstructions");
        ImageData images = used.images(session, trained);
        List<Levels> shown = levels != null
                ? List.of(UsageException.refusing(() -> Levels.of(levels, model.model())))
                : Levels.prefixes(model.model().levels()).reversed();
        Shown result;
        try (Engine engine = session.engine()) {
            result = reconstruct(engine, trained.load(engine), images, Math.min(count, images.count()), shown);
        }
        FiniteFigures.finite(used.run(), "mse", result.mse);
        result.grid.save(file);
        session.result(
                new Result()
                        .with("mse", result.mse)
                        .with("psnr", FiniteFigures.orNull(psnr(result.mse)))
                        .with("images", Math.min(count, images.count()))
                        .with("out", file.toString())
                        .saying("decibels", psnr(result.mse))
                        .saying("levels", shown.getFirst().word(model.model())),
                "{out}: mse {mse:%.5f}, psnr {decibels:%.2f} dB ({levels})");
        return 0;
    }

    /**
     * Originals and reconstructions.
     *
     * @param grid to show
     * @param mse of the first kind of reconstruction, over pixels in [0,1], not clamped
     */
    record Shown(PictureGrid grid, double mse) {}

    static double psnr(double mse) {
        return -10 * Math.log10(mse);
    }

    /** The first images of a source, by each of these levels. */
    static Shown reconstruct(Engine engine, VqVae2 model, ImageData data, int count, List<Levels> shown) {
        List<String> labels = new ArrayList<>(List.of("originals"));
        List<List<Picture>> rows = new ArrayList<>(List.of(Picture.of(data, count)));
        for (Levels which : shown) {
            rows.add(new ArrayList<>());
            labels.add(label(which.word(model.config())));
        }
        double[] squares = new double[1];
        new Inference(engine, model).run(data.subset(0, count), shown, batch -> {
            for (int i = 0; i < shown.size(); i++) {
                rows.get(i + 1).addAll(Picture.of(batch.images().get(i)));
            }
            squares[0] += squaredError(batch.pixels(), batch.images().getFirst().toArray());
        });
        return new Shown(PictureGrid.compared(labels, rows), squares[0] / ((double) count * data.imageBytes()));
    }

    /** Held-out images and what the newest checkpoint makes of them, by all levels and by fewer. */
    static PictureGrid held(Engine engine, ModelRun run, Split split) {
        VqVae2 model = run.load(engine);
        int count = Math.min(8, split.heldOut().count());
        List<Levels> shown = Levels.prefixes(run.model().levels()).reversed();
        return reconstruct(engine, model, split.heldOut(), count, shown).grid();
    }

    /** A row's label. */
    private static String label(String levels) {
        return levels.equals("all") ? "all levels" : levels.endsWith("+") ? levels : levels + " only";
    }

    private static double squaredError(float[] expected, float[] found) {
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            double error = (double) found[i] - expected[i];
            sum += error * error;
        }
        return sum;
    }
}
