package dev.azulejo.cli;

import dev.azulejo.nn.Printable;
import dev.azulejo.nn.UserException;
import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code report.html}: a run on one page that needs no other file. */
final class Report {
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

    private static final String TOP_ALONE = """
        <p>"Top only" and "bottom only" let one level speak and put zero in the place of the others. That the top alone is
        nearly black is no fault: the bottom level is quantized from its own features, so on images this small it carries
        almost everything by itself, and the decoder has never seen the top without it.</p>
        """;

    private final StringBuilder body = new StringBuilder();

    /**
     * The page of a run with its pictures in place.
     *
     * @param again the command that draws the samples again
     */
    static void write(ModelRun run, Judgement judgement, String again, Path file) {
        String title = "Azulejo: " + run.path().toAbsolutePath().normalize().getFileName();
        Report report = new Report();
        report.heading(1, title);
        report.table(judgement.toText());
        report.picture("New images", run.path().resolve("samples.png"));
        report.body
                .append("<p>To draw them again: <code>")
                .append(escape(again))
                .append("</code></p>\n");
        report.picture("Held-out images and their reconstructions", run.path().resolve("reconstructions.png"));
        if (run.model().levels() > 1) {
            report.body.append(TOP_ALONE);
        }
        report.curve("Training of the model: loss", run.directory());
        for (String level : run.model().levelNames().reversed()) {
            Path prior = run.directory().prior(level);
            if (RunDirectory.exists(prior)) {
                report.curve("Training of the " + level + " prior: nats per code", RunDirectory.open(prior));
            }
        }
        AtomicFiles.text(file, report.html(title));
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

    private void picture(String title, Path file) {
        try {
            String data = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
            heading(2, title);
            body.append("<img alt=\"" + escape(title) + "\" src=\"data:image/png;base64," + data + "\">\n");
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
        settings.put("data", directory.info().dataName());
        settings.put("seed", String.valueOf(directory.info().seed()));
        new TreeMap<>(directory.info().configuration())
                .forEach((key, value) -> settings.put(key, String.valueOf(value)));
        body.append("<details><summary>Settings</summary>\n");
        table(settings);
        body.append("</details>\n");
    }

    private String html(String title) {
        return String.join(
                "\n",
                List.of(
                        "<!doctype html>",
                        "<html lang=\"en\">",
                        "<meta charset=\"utf-8\">",
                        "<meta name=\"viewport\" content=\"width=device-width\">",
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
