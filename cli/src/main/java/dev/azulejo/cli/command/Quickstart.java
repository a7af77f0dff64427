package dev.azulejo.cli.command;

import dev.azulejo.cli.data.Source;
import dev.azulejo.cli.data.Sources;
import dev.azulejo.cli.measure.EvaluationFile;
import dev.azulejo.cli.report.LiveReport;
import dev.azulejo.cli.report.Report;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.RunEvaluation;
import dev.azulejo.cli.run.Sampling;
import dev.azulejo.cli.run.Stage1;
import dev.azulejo.cli.run.Stage2;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.run.TrainingIntervals;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.terminal.TimeEstimate;
import dev.azulejo.cli.usage.InterruptedRun;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.source.FashionMnist;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.Printable;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.TrainingLoop;
import dev.azulejo.priors.sampling.Generation;
import dev.azulejo.priors.sampling.ImageSequence;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.priors.train.RunClasses;
import dev.azulejo.vqvae2.Levels;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code azulejo quickstart}: both stages on the embedded data, then pictures. */
@Command(
        name = "quickstart",
        header = "Both stages on embedded images of clothes, then pictures: some minutes, nothing to prepare.",
        description = {
            "",
            "Learns codes of 9,000 images of Fashion-MNIST, then priors over them, and draws new images of each class."
                    + " --minutes scales the numbers of steps (it is no clock, so that a seed decides all bits):"
                    + " the usual 3 take about so long on two cores with AVX-512.",
            "Stopped and started again it goes on where it was.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  azulejo quickstart", "  azulejo quickstart --out runs/longer --minutes 20 --seed 1"})
public final class Quickstart implements Callable<Integer> {
    private static final double USUAL_MINUTES = 3;
    private static final Source IMAGES = Source.embedded(FashionMnist.NAME);

    private static final int A_CLASS = 8;
    private static final int RECONSTRUCTED = 10;
    private static final int STAGES = 5;

    private final Session session;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "runs/quickstart",
            description = "The folder of the run (default ${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "3",
            converter = OptionTypes.Positive.class,
            description = "How much to train, in minutes of two cores (default ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            converter = OptionTypes.Seed.class,
            description = "Of all that is drawn (default ${DEFAULT-VALUE}).")
    private long seed;

    /** The command in this session. */
    public Quickstart(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (ModelRun.exists(out)) {
            RunDirectory.open(out).requireFree();
        } else {
            Outputs.requireFreshRun(out);
        }
        int multiple = Configuration.preset("quickstart").model().multiple();
        Split split = Sources.open(session, IMAGES, OptionalInt.empty(), OptionalInt.empty(), multiple);
        Stage1 stage = stage(split);
        ModelRun run = stage.run();
        Path report = out.resolve(Report.FILE);
        Optional<JsonObject> done = EvaluationFile.ofQuickstart(run);
        if (done.isPresent()) {
            session.log("this quickstart is done already; for another, name another folder with --out");
            Report.write(run, report, false);
            finish(session, done.get());
            return 0;
        }
        try (Engine engine = session.engine()) {
            announce(session, 1, "learning codes of " + Counted.of(split.train().count(), "image"));
            continueUnless(stage.train(session, engine, TrainingIntervals.QUICK, new TimeEstimate(session))
                    .end());
            TrainedModel model = TrainedModel.of(session, run);
            Reconstruct.reconstruct(
                            engine,
                            model.load(engine),
                            split.heldOut(),
                            RECONSTRUCTED,
                            Levels.prefixes(run.model().levels()).reversed())
                    .grid()
                    .save(out.resolve("reconstructions.png"));
            Report.write(run, report, true);
            session.log("reconstructions and curves so far: " + Printable.escape(report.toString()));
            announce(session, 2, "encoding them");
            if (!Files.exists(RunCodes.file(run))) {
                Encode.encode(session, engine, model, split, RunCodes.file(run));
            }
            CodeStore store = Stage2.codes(run, RunCodes.file(run));
            announce(session, 3, "learning priors over the codes");
            for (String level : run.model().levelNames().reversed()) {
                continueUnless(prior(run, store, level)
                        .train(session, engine, TrainingIntervals.QUICK, new LiveReport(session, run, report))
                        .outcome()
                        .end());
            }
            announce(session, 4, "drawing new images");
            Generation generation =
                    Sampling.priors(session, model).generation(engine, SamplingOptions.forPictures(seed));
            int classes = Math.max(1, generation.classes());
            RunClasses known = RunClasses.of(run);
            Sampling.draw(session, engine, new ImageSequence(generation, known.inTurn(), null), classes * A_CLASS)
                    .grid(known.names())
                    .save(out.resolve("samples.png"));
            announce(
                    session,
                    STAGES,
                    "measuring on " + Counted.of(split.heldOut().count(), "held-out image"));
            RunEvaluation evaluation = RunEvaluation.of(session, engine, model, split.heldOut());
            JsonObject figures = EvaluationFile.save(model, evaluation, null, again(run.path(), classes * A_CLASS));
            Report.write(run, report, false);
            finish(session, figures);
        }
        return 0;
    }

    private Stage1 stage(Split split) {
        Configuration preset = Configuration.preset("quickstart");
        Configuration asked =
                preset.with(List.of("steps=" + scaled(preset.training().steps())));
        return Stage1.beginOrGoOn(out, IMAGES, split, asked, false, seed);
    }

    private Stage2 prior(ModelRun run, CodeStore store, String level) {
        PriorConfiguration preset =
                PriorConfiguration.forGrid(LevelRun.grid(run, level, store)).with("classes", LevelRun.classes(store));
        PriorConfiguration asked =
                preset.with(List.of("steps=" + scaled(preset.training().steps())));
        return Stage2.beginOrGoOn(run, level, store, RunCodes.file(run), asked, seed);
    }

    private int scaled(int steps) {
        return (int) Math.clamp(Math.round(steps * minutes / USUAL_MINUTES), 1L, Integer.MAX_VALUE);
    }

    private static void announce(Session session, int stage, String text) {
        session.log(stage + " of " + STAGES + ": " + text);
    }

    private void continueUnless(TrainingLoop.End end) {
        if (end == TrainingLoop.End.STOPPED) {
            throw new InterruptedRun("stopped, and all is saved; to go on: "
                    + Shell.azulejo("quickstart", "--out", out)
                    + (minutes == USUAL_MINUTES ? "" : " --minutes " + minutes)
                    + (seed == 0 ? "" : " --seed " + seed));
        }
    }

    /** The command that draws as the samples here were drawn: the very same images, if the number is the same. */
    private String again(Path run, int count) {
        SamplingOptions options = SamplingOptions.forPictures(seed);
        return Shell.azulejo("sample", "--run", run, "--count", count) + " --temperature " + options.temperature()
                + " --top-p " + options.topP() + (seed == 0 ? "" : " --seed " + seed);
    }

    private void finish(Session session, JsonObject evaluation) {
        session.result(
                new Result()
                        .with("mse", evaluation.number("mse"))
                        .with("psnr", evaluation.number("psnr"))
                        .with("samples", out.resolve("samples.png").toString())
                        .with("run", out.toString())
                        .saying(
                                "page",
                                Printable.escape(out.resolve("report.html").toString()))
                        .saying("again", again(out, 64)),
                """
                held-out mse {mse:%.5f}, psnr {psnr:%.2f} dB
                look at  {page}  (new images, reconstructions, figures)
                then try {again} --class Sneaker --out sneakers.png
                         azulejo train --data FOLDER_OF_IMAGES --run runs/mine --preset ema --set image_size=64\
                """);
    }
}
