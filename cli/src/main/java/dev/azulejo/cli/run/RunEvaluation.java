package dev.azulejo.cli.run;

import dev.azulejo.cli.cluster.Cluster;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.train.PriorEvaluation;
import dev.azulejo.priors.train.PriorRun;
import dev.azulejo.priors.train.PriorTrainer;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.CodeStore.LevelCodes;
import dev.azulejo.vqvae2.train.Evaluation;
import dev.azulejo.vqvae2.train.ModelRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The quality of everything that a run has trained so far.
 *
 * @param model of reconstruction and of the codebooks
 * @param priors of the levels that have one, the bottom first
 * @param bitsPerDimension rate of the code stream: nats of all codes of an image / ln 2 / (H W C); null without all priors
 */
public record RunEvaluation(Evaluation model, List<PriorFigures> priors, Double bitsPerDimension) {
    /**
     * Figures of a prior.
     *
     * @param level its level
     * @param natsPerCode mean of -ln p(code)
     * @param unigramEntropy nats per code of a table of frequencies, which a prior must beat
     */
    record PriorFigures(String level, double natsPerCode, double unigramEntropy) {}

    /** This machine as a judge. */
    private record Here(Engine engine, VqVae2 trained) implements Cluster.Judge {
        @Override
        public Evaluation model(ImageData images) {
            return Evaluation.of(engine, trained, images);
        }

        @Override
        public CodeStore encode(ImageData images) {
            return CodeStore.encode(engine, trained, images);
        }

        @Override
        public double natsPerCode(RunDirectory directory, Checkpoint checkpoint, CodeStore codes, int level) {
            CodePrior prior = PriorRun.load(engine, directory, checkpoint);
            return PriorEvaluation.natsPerCode(prior, trained, codes, level, 0, codes.count());
        }
    }

    public static RunEvaluation of(Session session, Engine engine, TrainedModel model, ImageData images) {
        return of(session, engine, model, List.of(), images);
    }

    /**
     * As {@link #of(Session, Engine, TrainedModel, ImageData)}.
     *
     * @param priors the checkpoint of each level's that was found before, the bottom first; empty to look for them
     */
    public static RunEvaluation of(
            Session session, Engine engine, TrainedModel model, List<Checkpoint> priors, ImageData images) {
        return of(session, new Here(engine, model.load(engine)), model, priors, images);
    }

    public static RunEvaluation of(Session session, Cluster.Judge judge, TrainedModel trained, ImageData images) {
        return of(session, judge, trained, List.of(), images);
    }

    private static RunEvaluation of(
            Session session, Cluster.Judge judge, TrainedModel trained, List<Checkpoint> found, ImageData images) {
        ModelRun run = trained.run();
        session.log("evaluating on " + Counted.of(images.count(), "image"));
        Evaluation evaluation = judge.model(images);
        FiniteFigures.finite(run.path(), "mse", evaluation.mse());
        CodebookCollapse.warn(session, evaluation.levels());
        List<String> stale = StaleCodes.leftOut(session, trained);
        List<PriorFigures> priors = new ArrayList<>();
        double nats = 0;
        CodeStore store = null;
        for (int level = 0; level < run.model().levels(); level++) {
            String name = run.model().levelNames().get(level);
            if (stale.contains(name) || !RunDirectory.exists(run.directory().prior(name))) {
                continue;
            }
            RunDirectory directory = RunDirectory.open(run.directory().prior(name));
            Optional<Checkpoint> checkpoint = found.isEmpty()
                    ? TrainedModel.found(session, directory)
                    : Optional.of(Checkpoints.of(directory).still(found.get(level)));
            if (checkpoint.isEmpty()) {
                continue;
            }
            if (store == null) {
                store = judge.encode(images);
            }
            try {
                double each = FiniteFigures.finite(
                        directory.path(),
                        PriorTrainer.HELD_OUT,
                        judge.natsPerCode(directory, checkpoint.get(), store, level));
                LevelCodes codes = store.levels().get(level);
                priors.add(new PriorFigures(name, each, PriorEvaluation.unigramEntropy(codes, 0, store.count())));
                nats += each * codes.positions();
            } catch (UserException e) {
                session.warn("left out the prior of the " + name + " level: " + e.getMessage());
            }
        }
        boolean complete = priors.size() == run.model().levels();
        return new RunEvaluation(
                evaluation, List.copyOf(priors), complete ? nats / Math.log(2) / images.imageBytes() : null);
    }

    public Map<String, Object> toJson() {
        List<Object> levels = new ArrayList<>();
        for (Evaluation.CodeUse use : model.levels()) {
            Map<String, Object> level = new LinkedHashMap<>();
            level.put("name", use.name());
            level.put("codes", use.codes());
            level.put("used", use.used());
            level.put("perplexity", use.perplexity());
            if (!use.depths().isEmpty()) {
                List<Object> depths = new ArrayList<>();
                use.depths().forEach(each -> {
                    Map<String, Object> depth = new LinkedHashMap<>();
                    depth.put("used", each.used());
                    depth.put("perplexity", each.perplexity());
                    depths.add(depth);
                });
                level.put("depths", depths);
            }
            levels.add(level);
        }
        Map<String, Object> byLevel = new LinkedHashMap<>();
        for (PriorFigures prior : priors) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("nats_per_code", prior.natsPerCode());
            figures.put("unigram_entropy", prior.unigramEntropy());
            byLevel.put(prior.level(), figures);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mse", model.mse());
        json.put("psnr", FiniteFigures.orNull(model.psnr()));
        json.put("ssim", model.ssim());
        json.put("levels", levels);
        Map<String, Object> prefixes = new LinkedHashMap<>();
        model.prefixes().forEach(prefix -> prefixes.put(prefix.levels(), prefix.mse()));
        json.put("prefixes", prefixes);
        json.put("mean_image_mse", model.meanImageMse());
        json.put("priors", byLevel);
        json.put("bits_per_dimension", bitsPerDimension);
        json.put("images", model.images());
        return json;
    }

    /** Lines of two columns, for people. */
    public Map<String, String> toText() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("images", String.valueOf(model.images()));
        lines.put("mse", String.format(Locale.ROOT, "%.5f", model.mse()));
        lines.put("psnr", String.format(Locale.ROOT, "%.2f dB", model.psnr()));
        lines.put("ssim", String.format(Locale.ROOT, "%.4f", model.ssim()));
        for (Evaluation.CodeUse use : model.levels()) {
            lines.put(use.name() + " codes", inUse(use));
            for (int depth = 0; depth < use.depths().size(); depth++) {
                lines.put(
                        use.name() + " " + (depth + 1) + " of " + use.depths().size(),
                        inUse(use.depths().get(depth)));
            }
        }
        for (Evaluation.Prefix prefix : model.prefixes()) {
            lines.put(
                    prefix.levels() + (prefix.levels().endsWith("+") ? "" : " alone"),
                    String.format(Locale.ROOT, "mse %.5f (the mean image %.5f)", prefix.mse(), model.meanImageMse()));
        }
        for (PriorFigures prior : priors) {
            lines.put(
                    prior.level() + " prior",
                    String.format(
                            Locale.ROOT,
                            "%.4f nats per code (by frequency alone %.4f)",
                            prior.natsPerCode(),
                            prior.unigramEntropy()));
        }
        if (bitsPerDimension != null) {
            lines.put("code stream", String.format(Locale.ROOT, "%.4f bits per dimension", bitsPerDimension));
        }
        return lines;
    }

    private static String inUse(Evaluation.CodeUse use) {
        return String.format(
                Locale.ROOT, "%d of %d in use, perplexity %.1f", use.used(), use.codes(), use.perplexity());
    }
}
