package dev.azulejo.cli.report;

import dev.azulejo.cli.picture.LossCurve;
import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.Printable;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.Metrics;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.vqvae2.train.ModelRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code report.html}: a run on one page that needs no other file. */
public final class Report {
    /** Its name in the run. */
    public static final String FILE = "report.html";

    /** The figures of a quickstart, with the lines that show them, the step and the command that drew the samples. */
    public static final String EVALUATION = "evaluation.json";

    private static final String STYLE = """
        body { font: 16px/1.5 system-ui, sans-serif; color: #33373d; background: #faf8f4; margin: 2rem auto;
               max-width: 60rem; padding: 0 1rem; }
        h1, h2 { font-weight: 600; } h2 { margin-top: 2.5rem; }
        img { max-width: 100%; height: auto; }
        table { border-collapse: collapse; } td { padding: .15rem 1.5rem .15rem 0; vertical-align: top; }
        td:first-child { color: #767c85; } code { font-size: .9em; }
        svg { max-width: 100%; height: auto; } svg text { font-size: 12px; fill: #767c85; }
        svg .y { text-anchor: end; } svg .x { text-anchor: middle; } svg .grid { stroke: #e4e0d8; }
        svg polyline { fill: none; stroke: #1f5fa8; stroke-width: 2; }
        p { max-width: 44rem; } details summary { cursor: pointer; color: #767c85; }
        """;

    private static final String PREFIXES = """
        <p>"Top only" is what the highest level alone draws, with zero in the place of the levels below: the layout, to
        which each lower level adds detail. A model trained without level dropout never learns to draw it; its top alone is
        dark.</p>
        """;

    private final StringBuilder body = new StringBuilder();

    /**
     * The page of a run, with what is there so far.
     *
     * @param growing whether the browser is to look again from time to time
     */
    public static void write(ModelRun run, Path file, boolean growing) {
        String title = "Azulejo: " + run.path().toAbsolutePath().normalize().getFileName();
        Report report = new Report();
        report.heading(1, title);
        report.soFar(run);
        Path evaluated = run.path().resolve(EVALUATION);
        JsonObject evaluation = Files.exists(evaluated) ? Json.readObject(evaluated) : null;
        if (evaluation != null && evaluation.has("shown")) {
            report.evaluation(run, evaluation);
        }
        if (report.picture("New images", run.path().resolve("samples.png"))
                && evaluation != null
                && evaluation.has("drawn_by")) {
            report.body
                    .append("<p>To draw them again: <code>")
                    .append(escape(evaluation.text("drawn_by")))
                    .append("</code></p>\n");
        }
        boolean pictured =
                report.picture("Images and their reconstructions", run.path().resolve("reconstructions.png"));
        if (pictured && run.model().levels() > 1) {
            report.body.append(PREFIXES);
        }
        report.curve("Training of the model: loss", run.directory());
        for (RunDirectory prior : priors(run)) {
            report.curve("Training of the " + level(prior) + " prior: nats per code", prior);
        }
        AtomicFiles.text(file, report.html(title, growing));
    }

    private static List<RunDirectory> priors(ModelRun run) {
        return run.model().levelNames().reversed().stream()
                .map(level -> run.directory().prior(level))
                .filter(RunDirectory::exists)
                .map(RunDirectory::open)
                .toList();
    }

    private static String level(RunDirectory prior) {
        return prior.path().getFileName().toString();
    }

    /** Writes how far training is, and its last figures. */
    private void soFar(ModelRun run) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("model", step(run.directory()));
        for (RunDirectory prior : priors(run)) {
            lines.put(level(prior) + " prior", step(prior));
        }
        table(lines);
    }

    private static String step(RunDirectory directory) {
        List<Metrics.Line> lines = directory.metrics().read();
        String steps = String.valueOf(directory.info().configuration().get("steps"));
        if (lines.isEmpty()) {
            return "no step of " + steps + " yet";
        }
        // Not every step leaves figures, but the last one leaves a checkpoint.
        long step = Checkpoints.of(directory).complete().stream()
                .mapToLong(Checkpoint::step)
                .reduce(lines.getLast().step(), Math::max);
        return "step " + step + " of " + steps
                + lines.getLast().values().entrySet().stream()
                        .limit(4)
                        .map(e -> String.format(
                                Locale.ROOT, ", %s %.4g", e.getKey().replace('_', ' '), e.getValue()))
                        .collect(Collectors.joining());
    }

    private void evaluation(ModelRun run, JsonObject evaluation) {
        long step = evaluation.has("step") ? evaluation.whole("step") : -1;
        boolean newest = run.directory().metrics().read().stream().noneMatch(line -> line.step() > step);
        heading(2, "On held-out images, after step " + step + (newest ? "" : ", before the newest"));
        Map<String, String> lines = new LinkedHashMap<>();
        evaluation.object("shown").members().forEach((key, value) -> lines.put(key, String.valueOf(value)));
        table(lines);
    }

    private void heading(int level, String text) {
        String name = "h" + level;
        body.append("<" + name + ">" + escape(text) + "</" + name + ">\n");
    }

    private void table(Map<String, String> lines) {
        body.append(lines.entrySet().stream()
                .map(line -> "<tr><td>" + escape(line.getKey()) + "</td><td>" + escape(line.getValue()) + "</td></tr>")
                .collect(Collectors.joining("\n", "<table>\n", "\n</table>\n")));
    }

    /** A picture, if it is there. */
    private boolean picture(String title, Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            String data = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
            heading(2, title);
            body.append("<img alt=\"" + escape(title) + "\" src=\"data:image/png;base64," + data + "\">\n");
            return true;
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
    }

    private void curve(String title, RunDirectory directory) {
        heading(2, title);
        try {
            body.append(LossCurve.svg(directory.metrics().read(), "loss")).append('\n');
        } catch (UserException e) {
            body.append("<p>").append(escape(e.getMessage())).append("</p>\n");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("data", directory.info().hasData() ? directory.info().dataName() : "none yet (imported)");
        settings.put("seed", String.valueOf(directory.info().seed()));
        new TreeMap<>(directory.info().configuration())
                .forEach((key, value) -> settings.put(key, String.valueOf(value)));
        body.append("<details><summary>Settings</summary>\n");
        table(settings);
        body.append("</details>\n");
    }

    private String html(String title, boolean growing) {
        return String.join(
                "\n",
                List.of(
                        "<!doctype html>",
                        "<html lang=\"en\">",
                        "<meta charset=\"utf-8\">",
                        "<meta name=\"viewport\" content=\"width=device-width\">",
                        growing ? "<meta http-equiv=\"refresh\" content=\"10\">" : "",
                        "<title>" + escape(title) + "</title>",
                        "<style>\n" + STYLE + "</style>",
                        body.toString(),
                        "</html>",
                        ""));
    }

    private static String escape(String text) {
        return Printable.line(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
