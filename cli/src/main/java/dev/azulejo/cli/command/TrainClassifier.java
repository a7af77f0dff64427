package dev.azulejo.cli.command;

import dev.azulejo.cli.data.DataOptions;
import dev.azulejo.cli.data.Source;
import dev.azulejo.cli.measure.ClassifierStage;
import dev.azulejo.cli.option.TrainingOptions;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.ResumeHint;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.run.TrainingIntervals;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.RestartCommand;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.train.TrainingLoop;
import dev.azulejo.vqvae2.classify.ClassifierConfiguration;
import dev.azulejo.vqvae2.classify.ClassifierRun;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo train-classifier}: a classifier of the images, for choosing new ones and measuring them. */
@Command(
        name = "train-classifier",
        header = "Learn to tell the classes of the images apart.",
        description = {
            "",
            "Trains a small convolutional network on images with classes, and keeps it in the run: sample --accept"
                    + " chooses new images by its probabilities.",
            "Ctrl-C finishes the step and saves it; --resume goes on from the newest checkpoint.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo train-classifier --run runs/fashion",
            "  azulejo train-classifier --run runs/photos --steps 5000 --set width=64",
            "  azulejo train-classifier --run runs/photos --resume"
        })
public final class TrainClassifier implements Callable<Integer> {
    private final Session session;

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run of a model.")
    private Path run;

    @Mixin
    private DataOptions data;

    @Mixin
    private TrainingOptions training;

    /** The command in this session. */
    public TrainClassifier(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ModelRun model = ModelRun.open(run);
        ClassifierStage stage = training.resume() ? resumed(ClassifierRun.open(model)) : begun(model);
        ResumeHint goingOn = new ResumeHint(
                Shell.azulejo("train-classifier", "--run", run, "--resume"),
                () -> RestartCommand.classifier(stage.run()));
        ClassifierRun.Result result = goingOn.after(stage.run().directory(), training.resume(), () -> trainHere(stage));
        if (result.outcome().end() == TrainingLoop.End.STOPPED) {
            throw goingOn.stopped(result.outcome());
        }
        goingOn.warnOfNothingLearned(session, stage.run().directory(), result.outcome());
        session.result(
                new Result()
                        .with("step", result.outcome().step())
                        .with("accuracy", result.accuracy().getAsDouble())
                        .with("loss", result.outcome().metrics().get("loss"))
                        .with("images_per_second", result.outcome().itemsPerSecond())
                        .saying("next", Shell.azulejo("sample", "--run", run, "--accept", 0.25)),
                "classifier: step {step}, accuracy {accuracy:%.4f} on held-out images; next: {next}");
        return 0;
    }

    private ClassifierRun.Result trainHere(ClassifierStage stage) {
        try (Engine engine = session.engine()) {
            return stage.train(session, engine, TrainingIntervals.evaluating(training.evaluateEvery()));
        }
    }

    private ClassifierStage begun(ModelRun model) {
        ClassifierConfiguration asked =
                UsageException.refusing(() -> ClassifierConfiguration.usual().with(training.assignments()));
        Path folder = ClassifierRun.folder(model);
        if (ClassifierRun.exists(model)) {
            throw new UserException(folder + ": holds a classifier already; add --resume to continue it, or delete that"
                    + " folder to train it from the start");
        }
        Outputs.requireFreshRun(folder);
        Source source = data.source(model);
        Split split = TrainedModel.data(session, model, source);
        return new ClassifierStage(
                ClassifierRun.begin(
                        model, asked, split, source.origin(model.origin().resized()), training.seedOr(0)),
                split);
    }

    private ClassifierStage resumed(ClassifierRun found) {
        found.directory().requireFree();
        ClassifierConfiguration before = found.configuration();
        ClassifierConfiguration now = UsageException.refusing(() -> before.with(training.assignments()));
        ClassifierRun resumed = ResumeHint.ahead(() ->
                found.resumed(now, training.seedOr(found.directory().info().seed())));
        Split split = TrainedModel.data(session, found.model(), data.source(found.model(), found.origin()));
        ResumeHint.sayRate(
                session,
                found.directory(),
                before.training().schedule(),
                now.training().schedule());
        return new ClassifierStage(resumed, split);
    }
}
