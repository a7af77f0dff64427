package dev.azulejo.cli.report;

import dev.azulejo.cli.measure.EvaluationFile;
import dev.azulejo.cli.report.Chart.Point;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.run.Metrics;
import dev.azulejo.nn.run.Previews;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.PriorTrainer;
import dev.azulejo.vqvae2.classify.ClassifierRun;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code report.html}: a run on one page that needs no other file. */
public final class Report {
    /** Its name in the run. */
    public static final String FILE = "report.html";

    private static final String PREFIXES =
            "\"Top only\" is what the highest level alone draws, with zero in the place of the levels below: the"
                + " layout, to which each lower level adds detail. A model trained without level dropout never learns"
                + " to draw it; its top alone is dark.";

    private final ModelRun run;
    private final Page page;
    private final Optional<JsonObject> evaluation;
    private final List<Metrics.Line> metrics;

    private Report(ModelRun run, Page page) {
        this.run = run;
        this.page = page;
        this.evaluation = EvaluationFile.read(run);
        this.metrics = run.directory().metrics().read();
    }

    /**
     * The page of a run, with what is there so far.
     *
     * @param growing whether the browser is to look again from time to time
     */
    public static void write(ModelRun run, Path file, boolean growing) {
        Page page =
                new Page("Azulejo: " + run.path().toAbsolutePath().normalize().getFileName());
        Report report = new Report(run, page);
        page.section("progress", "Progress").table(SoFar.of(run));
        report.figures();
        report.samples();
        report.reconstructions();
        report.codes();
        report.measures();
        report.model();
        report.priors();
        report.classifier();
        AtomicFiles.text(file, page.html(growing));
    }

    private List<RunDirectory> trainedPriors() {
        return LevelRun.begun(run);
    }

    private static String level(RunDirectory prior) {
        return prior.path().getFileName().toString();
    }

    private void figures() {
        page.section("figures", "Figures on held-out images");
        if (evaluation.isEmpty()) {
            page.command("Nothing is measured yet:", Shell.azulejo("evaluate", "--run", run.path()));
            return;
        }
        long step = EvaluationFile.step(evaluation.get());
        boolean newest = metrics.stream().noneMatch(line -> line.step() > step);
        page.note("After step " + step + (newest ? "" : ", before the newest") + ", on "
                        + evaluation.get().whole("images") + " images.")
                .table(Figures.HEAD, new Figures(evaluation.get()).quality());
    }

    private void samples() {
        page.section("samples", "New images");
        if (pictures("samples").isEmpty()) {
            page.command(
                    "None are drawn yet; with a prior of each level:", Shell.azulejo("sample", "--run", run.path()));
        } else {
            show("samples", "New images");
            evaluation
                    .filter(found -> found.has("drawn_by"))
                    .ifPresent(found -> page.command("To draw the first picture again:", found.text("drawn_by")));
        }
        for (RunDirectory prior : trainedPriors()) {
            overTime(
                    prior,
                    "What the prior of the " + level(prior) + " level drew on the way",
                    "By the codes of held-out images that this level and those above it have, and by codes of this"
                            + " level that the prior drew after so many steps; levels below say nothing.");
        }
    }

    /** Shows the pictures that a training left on its way, if it did. */
    private void overTime(RunDirectory trained, String heading, String note) {
        Previews previews = Previews.of(trained);
        Map<String, Path> rows = new LinkedHashMap<>();
        if (Files.exists(previews.wanted())) {
            rows.put("held out", previews.wanted());
        }
        previews.steps().forEach((step, file) -> rows.put("step " + step, file));
        if (!rows.isEmpty()) {
            page.heading(heading).strips(rows).note(note);
        }
    }

    private void reconstructions() {
        page.section("reconstructions", "Images and their reconstructions");
        if (pictures("reconstructions").isEmpty()) {
            page.command("No picture of them yet:", Shell.azulejo("reconstruct", "--run", run.path()));
        }
        show("reconstructions", "Images and their reconstructions");
        if (run.model().levels() > 1) {
            page.note(PREFIXES);
        }
        Map<String, String> prefixes =
                evaluation.map(found -> new Figures(found).prefixes()).orElse(Map.of());
        if (!prefixes.isEmpty()) {
            page.table(prefixes);
        }
        overTime(
                run.directory(),
                "The same held-out images on the way",
                "As all levels drew them after so many steps of training.");
    }

    private void codes() {
        page.section("codes", "Use of the codebooks");
        evaluation.ifPresent(
                found -> page.table(List.of("level", "codes", "used", "perplexity"), new Figures(found).codes()));
        charts(Curves.of(metrics).codes());
        page.note("Used: codes that held-out images choose at least once. Perplexity: e to the entropy of their use,"
                + " which is the number of codes if all are as frequent, and 1 if one stands for everything.");
    }

    private void measures() {
        page.section("measures", "New images beside real ones");
        Optional<Figures> figures = evaluation.map(Figures::new).filter(Figures::hasMeasures);
        if (figures.isEmpty()) {
            page.command(
                    "Not measured yet; with priors and a classifier (train-classifier):",
                    Shell.azulejo("evaluate", "--run", run.path(), "--samples", 1000));
        } else {
            List<String> head = new ArrayList<>(List.of("set"));
            figures.get().measured().forEach(name -> head.add(name.replace('_', ' ')));
            page.table(head, figures.get().measures())
                    .note(figures.get().compared())
                    .folded(
                            "What each figure is",
                            () -> page.table(figures.get().definitions()));
        }
        if (!pictures("nearest").isEmpty()) {
            page.paragraph(
                    "Samples above the learned images that they are nearest to, the nearest first: copies would be seen"
                            + " here.");
            show("nearest", "Samples and the nearest learned images");
        }
    }

    private void model() {
        page.section("model", "Training of the model");
        charts(Curves.of(metrics).model());
        settings(run.directory());
    }

    private void priors() {
        page.section("priors", "Training of the priors");
        List<RunDirectory> priors = trainedPriors();
        if (priors.isEmpty()) {
            page.paragraph("None is begun yet: azulejo encode, then azulejo train-prior for each level.");
        }
        for (RunDirectory prior : priors) {
            Curves curves = Curves.of(prior.metrics().read());
            page.heading(level(prior) + " prior");
            charts(curves.prior());
            heldOut(curves.points(PriorTrainer.HELD_OUT));
            settings(prior);
        }
        page.note("Nats per code: the mean of -ln p(code); ln of the number of codes for a prior that knows nothing."
                + " Where the held-out curve rises while that of images learned from goes on falling, the prior"
                + " learns them by heart.");
    }

    /** Says where the curve was lowest, which a small picture does not. */
    private void heldOut(List<Point> points) {
        if (points.isEmpty()) {
            return;
        }
        Point best =
                points.stream().min(Comparator.comparingDouble(Point::value)).orElseThrow();
        Point last = points.getLast();
        String lowest = String.format(
                Locale.ROOT, "Held out: lowest after step %d, %.4f nats per code", best.step(), best.value());
        page.paragraph(
                best.step() == last.step()
                        ? lowest + ", the newest."
                        : lowest + String.format(Locale.ROOT, "; after step %d, %.4f.", last.step(), last.value()));
    }

    private void classifier() {
        if (ClassifierRun.exists(run)) {
            RunDirectory directory = RunDirectory.open(ClassifierRun.folder(run));
            page.section("classifier", "Training of the classifier");
            charts(Curves.of(directory.metrics().read()).each());
            settings(directory);
        }
    }

    private void charts(List<Chart> charts) {
        if (charts.isEmpty()) {
            page.note(
                    "Nothing of it over steps is in metrics.jsonl yet; --evaluate-every sets how often held-out images"
                            + " are measured.");
        } else {
            page.charts(charts);
        }
    }

    /** The newest picture of a name, and the earlier ones to unfold. */
    private void show(String name, String title) {
        List<Path> pictures = pictures(name);
        if (pictures.isEmpty()) {
            return;
        }
        page.picture(title, pictures.getLast());
        if (pictures.size() > 1) {
            page.folded(
                    "Earlier pictures, the first one first",
                    () -> pictures.subList(0, pictures.size() - 1)
                            .forEach(file ->
                                    page.note(file.getFileName().toString()).picture(title, file)));
        }
    }

    private List<Path> pictures(String name) {
        return Outputs.pictures(run.path(), name);
    }

    private void settings(RunDirectory directory) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("data", directory.info().hasData() ? directory.info().dataName() : "none yet (imported)");
        settings.put("seed", String.valueOf(directory.info().seed()));
        new TreeMap<>(directory.info().configuration())
                .forEach((key, value) -> settings.put(key, String.valueOf(value)));
        page.folded("Settings", () -> page.table(settings));
    }
}
