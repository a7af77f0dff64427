package dev.azulejo.cli.command;

import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.Pace;
import dev.azulejo.cli.run.RestartCommand;
import dev.azulejo.cli.run.ResumeHint;
import dev.azulejo.cli.run.Stage2;
import dev.azulejo.cli.run.StaleCodes;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.config.Settings;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.priors.train.PriorRun;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
    /**
     * The settings that may differ from those the prior began with: codes that are the same may be those of a model
     * that went on.
     */
    private static final Set<String> FREE = Set.of("steps", PriorRun.MODEL);

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

    /** The command in this session. */
    public TrainPrior(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ModelRun model = ModelRun.open(run);
        TrainedModel.require(session, model);
        int number = level(model);
        Path file = codes == null ? RunCodes.file(model) : codes;
        Path folder = model.directory().prior(level);
        if (training.resume()) {
            RunDirectory.open(folder).requireFree();
        }
        CodeStore store = Stage2.codes(model, file);
        CodeGrid grid = PriorRun.grid(store, number, model.model());
        PriorRun prior;
        RunDirectory directory;
        if (training.resume()) {
            RunDirectory found = RunDirectory.open(folder);
            ResumeHint.requireAhead(found, training.steps());
            PriorRun before = PriorRun.of(found);
            RunInfo asked = resumed(found, before, store, file);
            StaleCodes.codes(model, store, file).ifPresent(session::warn);
            directory = found.reconfigured(asked.configuration());
            prior = PriorRun.of(directory);
            ResumeHint.sayRate(
                    session,
                    found,
                    before.configuration().training().schedule(),
                    prior.configuration().training().schedule());
        } else {
            PriorConfiguration configuration = UsageException.refusing(
                    () -> (preset == null ? PriorConfiguration.forGrid(grid) : PriorConfiguration.preset(preset))
                            .with("classes", noClasses ? 0 : Stage2.classes(store))
                            .with(training.assignments()));
            if (RunDirectory.exists(folder)) {
                throw new UserException(folder + ": holds a prior already; add --resume to continue it, or delete that"
                        + " folder to train it from the start");
            }
            Outputs.requireFreshRun(folder);
            StaleCodes.refuseCodes(model, store, file);
            prior = PriorRun.of(store, number, model.model(), configuration);
            directory = RunDirectory.create(folder, Stage2.info(prior, store, file, training.seedOr(0)));
        }
        Stage2 stage = new Stage2(model, directory, prior, store, number);
        ResumeHint goingOn = new ResumeHint(
                Shell.azulejo("train-prior", "--run", run, "--level", level, "--resume"),
                () -> RestartCommand.prior(stage, file));
        Stage2.Result result;
        try (Engine engine = session.engine()) {
            result = goingOn.after(
                    () -> stage.train(session, engine, Pace.evaluating(training.evaluateEvery()), Progress.NONE));
        }
        if (result.outcome().end() == TrainingLoop.End.STOPPED) {
            throw goingOn.stopped(result.outcome());
        }
        goingOn.warnOfNothingLearned(session, directory, result.outcome());
        report(session, model, result);
        return 0;
    }

    private void report(Session session, ModelRun model, Stage2.Result result) {
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
                .filter(name -> !RunDirectory.exists(model.directory().prior(name)))
                .findFirst()
                .map(name -> Shell.azulejo("train-prior", "--run", run, "--level", name))
                .orElse(Shell.azulejo("sample", "--run", run));
    }

    private int level(ModelRun model) {
        List<String> names = model.model().levelNames();
        int number = names.indexOf(level);
        if (number < 0) {
            throw new UsageException(Settings.unknown("level", level, names).getMessage());
        }
        return number;
    }

    private RunInfo resumed(RunDirectory directory, PriorRun found, CodeStore store, Path file) {
        PriorConfiguration now = UsageException.refusing(() -> (preset == null
                        ? found.configuration()
                        : PriorConfiguration.preset(preset)
                                .with("classes", found.configuration().model().classes()))
                .with(training.assignments()));
        if (noClasses) {
            now = now.with("classes", 0);
        }
        if (!found.level().equals(level)) {
            throw new UserException(directory.path().resolve("run.json") + ": is of the " + found.level()
                    + " level, expected " + level + "; bring back the file as it was");
        }
        PriorRun asked = found.with(now);
        RunInfo info =
                Stage2.info(asked, store, file, training.seedOr(directory.info().seed()));
        directory.requireSame(info, FREE);
        return info;
    }
}
