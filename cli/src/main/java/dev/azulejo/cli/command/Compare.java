package dev.azulejo.cli.command;

import dev.azulejo.cli.data.DataOptions;
import dev.azulejo.cli.data.Source;
import dev.azulejo.cli.data.Sources;
import dev.azulejo.cli.option.SettingOptions;
import dev.azulejo.cli.picture.Picture;
import dev.azulejo.cli.picture.PictureGrid;
import dev.azulejo.cli.run.Completions;
import dev.azulejo.cli.run.ModelComparison;
import dev.azulejo.cli.run.ModelComparison.Trained;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.RunEvaluation;
import dev.azulejo.cli.run.Stage1;
import dev.azulejo.cli.run.Stage2;
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
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.vqvae2.Levels;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo compare}: models that differ in some settings, trained alike. */
@Command(
        name = "compare",
        header = "Compare models that differ in some settings at equal training, over several seeds.",
        description = {
            "",
            "Trains each model with each seed, all else equal, in folders of DIR, and measures it on held-out images:"
                    + " models of one level and of two, or what --levels or --each name. With --prior-steps also equal"
                    + " priors over their codes. Stopped and started again with the same options it goes on.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo compare --data fashion-mnist --out runs/levels --steps 1000",
            "  azulejo compare --data photos --out runs/three --levels 1,2,3 --seeds 5 \\",
            "      --preset small --set image_size=64",
            "  azulejo compare --data fashion-mnist --out runs/quantizers --prior-steps 300 \\",
            "      --each quantizer=ema --each 'quantizer=fsq fsq_levels=5,5,5'"
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
            converter = OptionTypes.Count.class,
            description = "Numbers of levels (default 1,2).")
    private List<Integer> levels;

    @Option(
            names = "--each",
            paramLabel = "'K=V K=V'",
            description = "The settings of one model to compare, in place of --levels; two times or more.")
    private List<String> each;

    @Option(
            names = "--prior-steps",
            paramLabel = "N",
            converter = OptionTypes.Steps.class,
            description = "Also train the usual prior of every level for so many steps, to compare nats.")
    private Integer priorSteps;

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
        SequencedMap<String, Configuration> asked = asked();
        Path picture = out.resolve("compared.png");
        Outputs.requireFile(picture);
        Configuration first = asked.firstEntry().getValue();
        int multiple = asked.values().stream()
                .mapToInt(a -> a.model().multiple())
                .max()
                .getAsInt();
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
                for (Map.Entry<String, Configuration> entry : asked.entrySet()) {
                    Stage1 stage = stage(source, split, entry.getKey(), entry.getValue(), seed);
                    VqVae2 model = trained(engine, stage);
                    if (priorSteps != null) {
                        trainPriors(engine, stage.run(), split, seed);
                    }
                    RunEvaluation found =
                            RunEvaluation.of(session, engine, TrainedModel.of(session, stage.run()), split.heldOut());
                    all.add(new Trained(
                            entry.getKey(), model.config(), model.parameters().count(), found));
                    if (seed == 0) {
                        labels.add(entry.getKey());
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
        ModelComparison compared = new ModelComparison(all);
        session.result(
                new Result()
                        .with("models", compared.json())
                        .with("seeds", seeds)
                        .with("steps", first.training().steps())
                        .with("images", split.heldOut().count())
                        .with("out", picture.toString())
                        .saying("drawn", Counted.of(seeds, "seed"))
                        .saying("table", compared.table())
                        .saying("file", Printable.escape(picture.toString())),
                "{table}after {steps} steps, on {images} held-out images, over {drawn}; look at {file}");
        return 0;
    }

    /** The models, by the settings in which they differ. */
    private SequencedMap<String, Configuration> asked() {
        if (each != null && levels != null) {
            throw new UsageException("--each: names the models in place of --levels; leave one of them out");
        }
        if (each == null && settings.isSet("levels")) {
            throw new UsageException("--set levels: is what is compared; name the numbers with --levels");
        }
        List<String> variants = each != null
                ? each
                : (levels == null ? List.of(1, 2) : levels)
                        .stream().map(count -> "levels=" + count).toList();
        SequencedMap<String, Configuration> asked = new LinkedHashMap<>();
        for (String variant : variants) {
            List<String> assignments = new ArrayList<>(settings.assignments());
            assignments.addAll(List.of(variant.strip().split("\\s+")));
            asked.put(
                    variant.strip(),
                    UsageException.refusing(() -> Configuration.preset(preset).with(assignments)));
        }
        if (asked.size() < 2) {
            throw new UsageException(
                    each == null
                            ? "--levels: expected at least two numbers to compare, such as 1,2"
                            : "--each: expected at least two models to compare, each with an --each of its own");
        }
        return asked;
    }

    /** A run that is there goes on, if it is the one that was asked for. */
    private Stage1 stage(Source source, Split split, String name, Configuration asked, long seed) {
        Path folder = out.resolve(name.replaceAll("[^\\w.,]+", "-") + "-seed-" + seed);
        boolean resized = settings.isSet("image_size");
        return Stage1.beginOrGoOn(folder, source, split, asked, resized, seed);
    }

    private VqVae2 trained(Engine engine, Stage1 stage) {
        session.log(stage.run().path() + ":");
        goOnUnless(stage.train(session, engine, TrainingIntervals.QUICK, Progress.NONE)
                .end());
        return stage.run().load(engine);
    }

    private void trainPriors(Engine engine, ModelRun run, Split split, long seed) {
        Path file = RunCodes.file(run);
        if (!Files.exists(file)) {
            Encode.encode(session, engine, TrainedModel.of(session, run), split, file);
        }
        CodeStore store = Stage2.codes(run, file);
        for (String level : run.model().levelNames().reversed()) {
            PriorConfiguration usual = PriorConfiguration.forGrid(LevelRun.grid(run, level, store))
                    .with("classes", LevelRun.classes(store))
                    .with("steps", priorSteps);
            Stage2 stage = Stage2.beginOrGoOn(run, level, store, file, usual, seed);
            goOnUnless(stage.train(session, engine, TrainingIntervals.QUICK, Progress.NONE)
                    .outcome()
                    .end());
        }
    }

    private static void goOnUnless(TrainingLoop.End end) {
        if (end == TrainingLoop.End.STOPPED) {
            throw new InterruptedRun("stopped, and all is saved; the same command goes on");
        }
    }
}
