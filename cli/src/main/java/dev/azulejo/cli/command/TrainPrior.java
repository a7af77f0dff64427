package dev.azulejo.cli.command;

import dev.azulejo.cli.cluster.Cluster;
import dev.azulejo.cli.cluster.ClusterOptions;
import dev.azulejo.cli.option.TrainingOptions;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.ResumeHint;
import dev.azulejo.cli.run.Stage2;
import dev.azulejo.cli.run.StaleCodes;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.run.TrainingIntervals;
import dev.azulejo.cli.tensorboard.EventLog;
import dev.azulejo.cli.tensorboard.PriorPictures;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.RestartCommand;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.config.Settings;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo train-prior}: stage 2, a prior over the codes of a level. */
@Command(
        name = "train-prior",
        header = "Stage 2: learn a prior over the codes of one level.",
        description = {
            "",
            "Learns the codes that azulejo encode made: those of the top level, and those of each lower level given the"
                    + " ones above. If every image has a class, so does the prior, and sample --class chooses one.",
            "Ctrl-C finishes the step and saves it; --resume goes on from the newest checkpoint.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo train-prior --run runs/fashion --level top",
            "  azulejo train-prior --run runs/fashion --level bottom --steps 5000 \\",
            "      --set layers=6",
            "  azulejo train-prior --run runs/fashion --level bottom --resume"
        })
public final class TrainPrior implements Callable<Integer> {
    private final Session session;

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run of a trained model.")
    private Path run;

    @Option(names = "--level", paramLabel = "L", required = true, description = "top, bottom, or middle of three.")
    private String level;

    @Option(names = "--codes", paramLabel = "F", description = "The codes (default DIR/codes.safetensors).")
    private Path codes;

    @Option(
            names = "--preset",
            paramLabel = "P",
            description = "Settings to begin with: one of the presets below; by the level if left out.")
    private String preset;

    @Option(names = "--no-classes", description = "Learn without the classes of the images.")
    private boolean noClasses;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private ClusterOptions cluster;

    /** The command in this session. */
    public TrainPrior(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Path tensorboard = training.tensorboard();
        try (Cluster workers = cluster.areGiven() ? cluster.open(session) : null) {
            return train(workers, tensorboard);
        }
    }

    /** Trains on workers, or here if they are null. */
    private int train(Cluster workers, Path tensorboard) {
        if (workers != null && tensorboard != null) {
            throw new UsageException("--tensorboard: is written by one machine; leave out --master");
        }
        ModelRun model = ModelRun.open(run);
        TrainedModel trained = TrainedModel.requireThere(model);
        requireLevel(model);
        Path file = codes == null ? RunCodes.file(model) : codes;
        if (training.resume()) {
            RunDirectory.open(LevelRun.folder(model, level)).requireFree();
        }
        CodeStore store = Stage2.codes(model, file);
        Stage2 stage = training.resume()
                ? resumed(trained, LevelRun.open(model, level, store, file))
                : begun(model, store, file, workers);
        ResumeHint goingOn = new ResumeHint(
                Shell.azulejo("train-prior", "--run", run, "--level", level, "--resume"),
                () -> RestartCommand.prior(stage.run()));
        TrainingIntervals intervals = TrainingIntervals.evaluating(training.evaluateEvery());
        RunDirectory directory = stage.run().directory();
        LevelRun.Result result = goingOn.after(
                directory,
                training.resume(),
                () -> workers != null
                        ? stage.trainOn(session, workers, intervals)
                        : trainHere(stage, intervals, tensorboard));
        if (result.outcome().end() == TrainingLoop.End.STOPPED) {
            throw goingOn.stopped(result.outcome());
        }
        goingOn.warnOfNothingLearned(session, directory, result.outcome());
        report(session, model, result);
        return 0;
    }

    private LevelRun.Result trainHere(Stage2 stage, TrainingIntervals intervals, Path tensorboard) {
        try (Engine engine = session.engine()) {
            if (tensorboard == null) {
                return stage.train(session, engine, intervals, Progress.NONE);
            }
            try (EventLog log =
                    new EventLog(session, tensorboard, "samples", () -> PriorPictures.of(engine, stage.run()))) {
                return stage.train(session, engine, intervals, log);
            }
        }
    }

    private void report(Session session, ModelRun model, LevelRun.Result result) {
        session.result(
                new Result()
                        .with("step", result.outcome().step())
                        .with("nats_per_code", result.natsPerCode().getAsDouble())
                        .with("loss", result.outcome().metrics().get("loss"))
                        .with("images_per_second", result.outcome().itemsPerSecond())
                        .saying("level", level)
                        .saying("next", next(model)),
                "prior of the {level} level: step {step}, {nats_per_code:%.4f} nats per held-out code; next: {next}");
    }

    /** The prior of another level, while one is missing; then new images. */
    private String next(ModelRun model) {
        return model.model().levelNames().reversed().stream()
                .filter(name -> !LevelRun.exists(model, name))
                .findFirst()
                .map(name -> Shell.azulejo("train-prior", "--run", run, "--level", name))
                .orElse(Shell.azulejo("sample", "--run", run));
    }

    private void requireLevel(ModelRun model) {
        List<String> names = model.model().levelNames();
        if (!names.contains(level)) {
            throw new UsageException(Settings.unknown("level", level, names).getMessage());
        }
    }

    private Stage2 begun(ModelRun model, CodeStore store, Path file, Cluster workers) {
        CodeGrid grid = LevelRun.grid(model, level, store);
        PriorConfiguration asked = UsageException.refusing(
                () -> (preset == null ? PriorConfiguration.forGrid(grid) : PriorConfiguration.preset(preset))
                        .with("classes", noClasses ? 0 : LevelRun.classes(store))
                        .with(training.assignments()));
        Path folder = LevelRun.folder(model, level);
        if (LevelRun.exists(model, level)) {
            throw new UserException(folder + ": holds a prior already; add --resume to continue it, or delete that"
                    + " folder to train it from the start");
        }
        Outputs.requireFreshRun(folder);
        if (workers != null) {
            workers.requireDivides(asked.training().batch());
        }
        return Stage2.begin(model, level, store, file, asked, training.seedOr(0));
    }

    private Stage2 resumed(TrainedModel trained, LevelRun found) {
        PriorConfiguration before = found.prior().configuration();
        PriorConfiguration now = UsageException.refusing(() -> (preset == null
                        ? before
                        : PriorConfiguration.preset(preset)
                                .with("classes", before.model().classes()))
                .with(training.assignments()));
        PriorConfiguration asked = noClasses ? now.with("classes", 0) : now;
        LevelRun resumed = ResumeHint.ahead(() ->
                found.resumed(asked, training.seedOr(found.directory().info().seed())));
        StaleCodes.warnOfCodes(session, trained, found.store(), found.codes());
        ResumeHint.sayRate(
                session,
                found.directory(),
                before.training().schedule(),
                asked.training().schedule());
        return new Stage2(resumed);
    }
}
