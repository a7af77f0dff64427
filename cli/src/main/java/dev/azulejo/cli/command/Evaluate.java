package dev.azulejo.cli.command;

import dev.azulejo.cli.cluster.Cluster;
import dev.azulejo.cli.cluster.ClusterOptions;
import dev.azulejo.cli.data.DataOptions;
import dev.azulejo.cli.data.SubsetOption;
import dev.azulejo.cli.measure.EvaluationFile;
import dev.azulejo.cli.measure.SampleFigures;
import dev.azulejo.cli.measure.SampleOptions;
import dev.azulejo.cli.option.UsedRun;
import dev.azulejo.cli.run.RunEvaluation;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.train.Checkpoint;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code azulejo evaluate}: how good everything is that a run has trained so far. */
@Command(
        name = "evaluate",
        header = "Measure everything that a run has trained so far, on held-out images.",
        description = {
            "",
            "Reconstruction: mse (pixels in [0,1]), psnr, ssim. Codebooks: codes in use, perplexity. Priors: nats per"
                + " code. With all priors: the rate of the code stream in bits per dimension, nats of all codes / ln 2"
                + " / (height x width x channels).",
            "With --samples: how near new images, and reconstructions, are to the images that were learned from, as"
                    + " the run's classifier sees them: Frechet distance, precision, recall, memorisation,"
                    + " classification accuracy score.",
            "Figures of the run's own held-out images are kept in RUN/evaluation.json, for azulejo report.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo evaluate --run runs/fashion",
            "  azulejo evaluate --run runs/fashion --samples 9000 --accept 0.25",
            "  azulejo evaluate --run runs/photos --data other-photos --part all --json"
        })
public final class Evaluate implements Callable<Integer> {
    private final Session session;

    @Mixin
    private UsedRun run;

    @Mixin
    private DataOptions data;

    @Mixin
    private SubsetOption subset;

    @Mixin
    private SampleOptions samples;

    @Mixin
    private ClusterOptions cluster;

    /** The command in this session. */
    public Evaluate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (samples.areAsked() && cluster.areGiven()) {
            throw new UsageException("--samples: are drawn and measured on one machine; leave out --master");
        }
        TrainedModel model = TrainedModel.of(session, run.open(session, cluster.areGiven()));
        Optional<SampleFigures.Measuring> asked = SampleFigures.required(session, model, samples);
        Split split = model.data(session, data.source(model.run()));
        SampleFigures.requireEnough(split, samples);
        RunEvaluation evaluation;
        SampleFigures figures = null;
        if (cluster.areGiven()) {
            evaluation = onCluster(model, split);
        } else {
            try (Engine engine = session.engine()) {
                List<Checkpoint> priors =
                        asked.map(with -> with.priors().priors()).orElse(List.of());
                evaluation = RunEvaluation.of(session, engine, model, priors, subset.of(split));
                if (asked.isPresent()) {
                    figures = SampleFigures.of(session, engine, asked.get(), split, samples);
                }
            }
        }
        say(model, evaluation, figures);
        return 0;
    }

    private RunEvaluation onCluster(TrainedModel model, Split split) {
        try (Cluster workers = cluster.open(session)) {
            ImageData images = subset.of(split);
            Cluster.Judge judge =
                    workers.judge(model.run(), model.checkpoint(), data.source(model.run()), subset.subset(), images);
            return RunEvaluation.of(session, judge, model, images);
        }
    }

    private void say(TrainedModel model, RunEvaluation evaluation, SampleFigures figures) {
        Map<String, Object> json = evaluation.toJson();
        String text = evaluation.toText().entrySet().stream()
                .map(line -> String.format(Locale.ROOT, "%-14s %s", line.getKey(), line.getValue()))
                .collect(Collectors.joining("\n"));
        if (figures != null) {
            json.put("measures", figures.toJson());
            text += "\n\n" + figures.toText();
        }
        if (data.areOfTheRun() && subset.isHeldOut()) {
            keep(model, evaluation, json);
        }
        session.result(json, text);
    }

    /** For the report of the run, which may be one that cannot be written. */
    private void keep(TrainedModel model, RunEvaluation evaluation, Map<String, Object> json) {
        try {
            EvaluationFile.save(model, evaluation, json.get("measures"));
        } catch (UserException e) {
            session.warn("the report of the run will not have these figures: " + e.getMessage());
        }
    }
}
