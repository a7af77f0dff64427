package dev.azulejo.cli.command;

import dev.azulejo.cli.cluster.Cluster;
import dev.azulejo.cli.cluster.ClusterOptions;
import dev.azulejo.cli.data.DataOptions;
import dev.azulejo.cli.data.Source;
import dev.azulejo.cli.data.Sources;
import dev.azulejo.cli.option.TrainingOptions;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.ResumeHint;
import dev.azulejo.cli.run.Stage1;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.run.TrainingIntervals;
import dev.azulejo.cli.tensorboard.EventLog;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.RestartCommand;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop;
import dev.azulejo.nn.train.TrainingLoop.Outcome;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo train}: stage 1, a model of images. */
@Command(
        name = "train",
        header = "Stage 1: learn codes of images.",
        description = {
            "",
            "Trains a VQ-VAE-2 in the folder of a run. The model is made for the size and the channels that the images"
                + " have, padded with zeros to a multiple of 8; to resize and crop them: --set image_size=64, to make"
                + " them grey or coloured: --set channels=1.",
            "Ctrl-C finishes the step and saves it; --resume goes on from the newest checkpoint, with the same bits as"
                    + " if it had never stopped.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo train --data fashion-mnist --run runs/fashion --preset quickstart",
            "  azulejo train --data photos --run runs/photos --preset ema \\",
            "      --set image_size=64 --steps 20000",
            "  azulejo train --run runs/photos --resume"
        })
public final class Train implements Callable<Integer> {
    private final Session session;

    @Mixin
    private DataOptions data;

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The folder of the run.")
    private Path run;

    @Option(names = "--preset", paramLabel = "P", description = "Settings to begin with: one of the presets below.")
    private String preset;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private ClusterOptions cluster;

    /** The command in this session. */
    public Train(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Path tensorboard = training.tensorboard();
        // First of all: a run is not to be begun where there are no workers.
        try (Cluster workers = cluster.areGiven() ? cluster.open(session) : null) {
            return train(workers, tensorboard);
        }
    }

    /** Trains on workers, or here if they are null. */
    private int train(Cluster workers, Path tensorboard) {
        if (workers != null && tensorboard != null) {
            throw new UsageException("--tensorboard: is written by one machine; leave out --master");
        }
        Stage1 stage = training.resume() ? resumed(session) : begun(session, workers);
        ResumeHint goingOn = new ResumeHint(
                Shell.azulejo("train", "--run", run, "--resume"), () -> RestartCommand.train(stage.run()));
        TrainingIntervals intervals = TrainingIntervals.evaluating(training.evaluateEvery());
        RunDirectory directory = stage.run().directory();
        Outcome outcome = goingOn.after(
                directory,
                training.resume(),
                () -> workers != null
                        ? stage.trainOn(session, workers, data.source(stage.run()), intervals)
                        : trainHere(stage, intervals, tensorboard));
        if (outcome.end() == TrainingLoop.End.STOPPED) {
            throw goingOn.stopped(outcome);
        }
        goingOn.warnOfNothingLearned(session, directory, outcome);
        session.result(
                new Result()
                        .with("step", outcome.step())
                        .with("loss", outcome.metrics().get("loss"))
                        .with("mse", outcome.metrics().get("mse"))
                        .with("images_per_second", outcome.itemsPerSecond())
                        .with("run", run.toString())
                        .saying("next", Shell.azulejo("encode", "--run", run)),
                "step {step}, loss {loss:%.5f}, mse {mse:%.5f}, {images_per_second:%.0f} images/s; next: {next}");
        return 0;
    }

    private Outcome trainHere(Stage1 stage, TrainingIntervals intervals, Path tensorboard) {
        try (Engine engine = session.engine()) {
            if (tensorboard == null) {
                return stage.train(session, engine, intervals, Progress.NONE);
            }
            try (EventLog log = new EventLog(
                    session,
                    tensorboard,
                    "reconstructions",
                    () -> Reconstruct.held(engine, stage.run(), stage.split()))) {
                return stage.train(session, engine, intervals, log);
            }
        }
    }

    private Stage1 begun(Session session, Cluster workers) {
        if (data.areOfTheRun()) {
            throw new UsageException(
                    "missing --data, the images to learn from: " + Sources.HELP + "; or --resume to go on with a run");
        }
        Configuration asked = UsageException.refusing(() ->
                Configuration.preset(preset == null ? "reference" : preset).with(training.assignments()));
        Outputs.requireFreshRun(run);
        if (workers != null) {
            workers.requireDivides(asked.training().batch());
        }
        OptionalInt size =
                training.isSet("image_size") ? OptionalInt.of(asked.model().imageSize()) : OptionalInt.empty();
        OptionalInt channels =
                training.isSet("channels") ? OptionalInt.of(asked.model().channels()) : OptionalInt.empty();
        Source source = data.source();
        Split split =
                Sources.open(session, source, size, channels, asked.model().multiple());
        return Stage1.begin(run, source, split, asked, size.isPresent(), training.seedOr(0));
    }

    private Stage1 resumed(Session session) {
        ModelRun found = ModelRun.open(run);
        found.directory().requireFree();
        Configuration now = UsageException.refusing(() -> {
            Configuration base = preset == null
                    ? found.configuration()
                    : Configuration.preset(preset)
                            .forImages(found.model().channels(), found.model().imageSize());
            return base.with(training.assignments());
        });
        Source source = data.resumed(found);
        ModelRun resumed = ResumeHint.ahead(() -> found.resumed(
                now,
                source.origin(found.origin().resized()),
                training.seedOr(found.directory().info().seed())));
        Split split = TrainedModel.data(session, resumed, source);
        ResumeHint.sayRate(
                session,
                found.directory(),
                found.configuration().training().schedule(),
                now.training().schedule());
        return new Stage1(resumed, split);
    }
}
