package dev.azulejo.cli.command;

import dev.azulejo.cli.data.DataOptions;
import dev.azulejo.cli.data.Source;
import dev.azulejo.cli.data.Sources;
import dev.azulejo.cli.option.SettingOptions;
import dev.azulejo.cli.picture.Picture;
import dev.azulejo.cli.picture.PictureGrid;
import dev.azulejo.cli.run.Completions;
import dev.azulejo.cli.run.FiniteFigures;
import dev.azulejo.cli.run.LevelComparison;
import dev.azulejo.cli.run.LevelComparison.Trained;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.Stage1;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.run.TrainingIntervals;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.InterruptedRun;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.Printable;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop;
import dev.azulejo.vqvae2.Levels;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.Evaluation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo compare}: models of different numbers of levels, trained alike. */
@Command(
        name = "compare",
        header = "Compare models of one level and of more at equal training, over several seeds.",
        description = {
            "",
            "Trains a model of each number of levels with each seed, all else equal, in folders of DIR, and measures"
                    + " them on held-out images. Stopped and started again with the same options it goes on.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo compare --data fashion-mnist --out runs/levels --steps 1000",
            "  azulejo compare --data photos --out runs/three --levels 1,2,3 --seeds 5 \\",
            "      --preset small --set image_size=64"
        })
public final class Compare implements Callable<Integer> {
    private static final int SHOWN = 10;

    private final Session session;

    @Mixin
    private DataOptions data;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder for the runs.")
    private Path out;

    @Option(
            names = "--levels",
            paramLabel = "N,N",
            split = ",",
            defaultValue = "1,2",
            converter = OptionTypes.Count.class,
            description = "Numbers of levels (default ${DEFAULT-VALUE}).")
    private List<Integer> levels;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            converter = OptionTypes.Count.class,
            description = "How many seeds, from 0 on (default ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--preset",
            paramLabel = "P",
            defaultValue = "quickstart",
            description = "Settings to begin with, as train takes them (default ${DEFAULT-VALUE}).")
    private String preset;

    @Mixin
    private SettingOptions settings;

    /** The command in this session. */
    public Compare(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (data.areOfTheRun()) {
            throw new UsageException("missing --data, the images to learn from: " + Sources.HELP);
        }
        if (settings.isSet("levels")) {
            throw new UsageException("--set levels: is what is compared; name the numbers with --levels");
        }
        List<Configuration> asked = levels.stream()
                .distinct()
                .map(count -> UsageException.refusing(() -> Configuration.preset(preset)
                        .with(settings.assignments())
                        .with("levels", count)))
                .toList();
        if (asked.size() < 2) {
            throw new UsageException("--levels: expected at least two numbers to compare, such as 1,2");
        }
        Path picture = out.resolve("levels.png");
        Outputs.requireFile(picture);
        Configuration first = asked.getFirst();
        int multiple = asked.stream().mapToInt(a -> a.model().multiple()).max().getAsInt();
        Source source = data.source();
        Split split = Sources.open(
                session,
                source,
                settings.isSet("image_size") ? OptionalInt.of(first.model().imageSize()) : OptionalInt.empty(),
                settings.isSet("channels") ? OptionalInt.of(first.model().channels()) : OptionalInt.empty(),
                multiple);
        int shown = Math.min(SHOWN, split.heldOut().count());
        List<String> labels = new ArrayList<>(List.of("originals"));
        List<List<Picture>> rows = new ArrayList<>(List.of(Picture.of(split.heldOut(), shown)));
        List<Trained> all = new ArrayList<>();
        try (Engine engine = session.engine()) {
            for (int seed = 0; seed < seeds; seed++) {
                for (Configuration configuration : asked) {
                    Stage1 stage = stage(source, split, configuration, seed);
                    VqVae2 model = trained(engine, stage);
                    Evaluation evaluation = Evaluation.of(engine, model, split.heldOut());
                    FiniteFigures.finite(stage.run().path(), "mse", evaluation.mse());
                    all.add(new Trained(
                            model.config(), model.parameters().count(), seed, evaluation.mse(), evaluation.ssim()));
                    if (seed == 0) {
                        labels.add(Counted.of(model.config().levels(), "level"));
                        rows.add(Completions.reconstructed(
                                engine,
                                model,
                                split.heldOut(),
                                shown,
                                Levels.all(model.config().levels())));
                    }
                }
            }
        }
        PictureGrid.compared(labels, rows).save(picture);
        LevelComparison compared = new LevelComparison(all);
        session.result(
                new Result()
                        .with("levels", compared.json())
                        .with("seeds", seeds)
                        .with("steps", first.training().steps())
                        .with("images", split.heldOut().count())
                        .with("out", picture.toString())
                        .saying("table", compared.table())
                        .saying("file", Printable.escape(picture.toString())),
                "{table}after {steps} steps, on {images} held-out images, over {seeds} seeds; look at {file}");
        return 0;
    }

    /** A run that is there goes on, if it is the one that was asked for. */
    private Stage1 stage(Source source, Split split, Configuration asked, long seed) {
        Path folder = out.resolve(asked.model().levels() + "-levels-seed-" + seed);
        boolean resized = settings.isSet("image_size");
        return Stage1.beginOrGoOn(folder, source, split, asked, resized, seed);
    }

    private VqVae2 trained(Engine engine, Stage1 stage) {
        session.log(stage.run().path() + ":");
        var outcome = stage.train(session, engine, TrainingIntervals.QUICK, Progress.NONE);
        if (outcome.end() == TrainingLoop.End.STOPPED) {
            throw new InterruptedRun("stopped, and all is saved; the same command goes on");
        }
        return TrainedModel.load(engine, stage.run());
    }
}
