package dev.azulejo.cli.report;

import dev.azulejo.cli.chart.Markup;
import dev.azulejo.cli.chart.Plot;
import dev.azulejo.nn.io.FileErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A page of HTML that is being written: needs no other file and no script, light or dark as the reader's system is. */
final class Page {
    private static final String STYLE = """
        :root { --back: #faf8f4; --card: #fff; --text: #33373d; --faint: #666c75; --line: #e4e0d8; --link: #1f5fa8;
                --c0: #1f5fa8; --c1: #c8501e; --c2: #2b8a57; --c3: #8a4fa8; --c4: #a8841f; --c5: #5a6470; }
        @media (prefers-color-scheme: dark) {
          :root { --back: #16181c; --card: #1f2227; --text: #dcdfe4; --faint: #9aa1ab; --line: #363b43; --link: #7fb2f0;
                  --c0: #7fb2f0; --c1: #f39a6b; --c2: #6fcf97; --c3: #c79be0; --c4: #e0c063; --c5: #b4bcc8; }
        }
        * { box-sizing: border-box; }
        body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); margin: 0 auto;
               max-width: 64rem; padding: 1rem; overflow-wrap: break-word; }
        h1, h2, h3 { font-weight: 600; line-height: 1.25; } h1 { font-size: 1.6rem; }
        h2 { font-size: 1.25rem; margin: 0 0 .75rem; } h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; } a { color: var(--link); }
        nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin-bottom: 1rem; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem;
                  margin: 1rem 0; }
        p { max-width: 46rem; margin: .5rem 0; } .note { color: var(--faint); font-size: .9rem; }
        .scroll { overflow-x: auto; } img { display: block; max-width: 100%; height: auto; }
        table { border-collapse: collapse; font-size: .95rem; } tr + tr { border-top: 1px solid var(--line); }
        td, th { padding: .25rem 1.25rem .25rem 0; vertical-align: top; text-align: left; font-weight: 400; }
        td:first-child, th { color: var(--faint); } td.wide { min-width: 14rem; color: var(--faint); }
        code { font-size: .9em; overflow-wrap: anywhere; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem; }
        figure { margin: 0; } figcaption { font-size: .9rem; } .chart { max-width: 34rem; }
        .key { white-space: nowrap; margin-left: .75rem; color: var(--faint); }
        .key i { display: inline-block; width: .8rem; height: .25rem; margin-right: .35rem; vertical-align: middle; }
        svg { display: block; width: 100%; height: auto; } svg text { font-size: 14px; fill: var(--faint); }
        svg .y { text-anchor: end; } svg .x { text-anchor: middle; } svg line { stroke: var(--line); }
        polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
        i.c0 { background: var(--c0); } polyline.c0 { stroke: var(--c0); } circle.c0 { fill: var(--c0); }
        i.c1 { background: var(--c1); } polyline.c1 { stroke: var(--c1); } circle.c1 { fill: var(--c1); }
        i.c2 { background: var(--c2); } polyline.c2 { stroke: var(--c2); } circle.c2 { fill: var(--c2); }
        i.c3 { background: var(--c3); } polyline.c3 { stroke: var(--c3); } circle.c3 { fill: var(--c3); }
        i.c4 { background: var(--c4); } polyline.c4 { stroke: var(--c4); } circle.c4 { fill: var(--c4); }
        i.c5 { background: var(--c5); } polyline.c5 { stroke: var(--c5); } circle.c5 { fill: var(--c5); }
        .strips { display: grid; grid-template-columns: max-content minmax(0, 40rem); gap: .35rem 1rem; align-items: center; }
        .strips span { color: var(--faint); font-size: .9rem; } .strips img { width: 100%; }
        .strips .small { image-rendering: pixelated; }
        summary { cursor: pointer; color: var(--faint); padding: .35rem 0; }
        @media (max-width: 40rem) { .strips { grid-template-columns: minmax(0, 1fr); } .scroll img { max-width: none; min-width: 100%; max-height: 60rem; } }
        """;

    /** Where a PNG file says how high it is. */
    private static final int PNG_HEIGHT = 20;

    /** Images below this height are enlarged pixel by pixel. */
    private static final int SMALL = 80;

    private final String title;
    private final StringBuilder contents = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private boolean open;

    Page(String title) {
        this.title = title;
    }

    /** Begins a section, which the list at the top names. */
    Page section(String id, String heading) {
        close();
        contents.append("<a href=\"#" + id + "\">" + Markup.escape(heading) + "</a>\n");
        body.append("<section id=\"" + id + "\">\n<h2>" + Markup.escape(heading) + "</h2>\n");
        open = true;
        return this;
    }

    /** A heading within a section. */
    Page heading(String text) {
        body.append("<h3>" + Markup.escape(text) + "</h3>\n");
        return this;
    }

    Page paragraph(String text) {
        body.append("<p>" + Markup.escape(text) + "</p>\n");
        return this;
    }

    /** Smaller words below something. */
    Page note(String text) {
        body.append("<p class=\"note\">" + Markup.escape(text) + "</p>\n");
        return this;
    }

    /** A command that the reader may type. */
    Page command(String before, String command) {
        body.append("<p>" + Markup.escape(before) + " <code>" + Markup.escape(command) + "</code></p>\n");
        return this;
    }

    /** Names and values. */
    Page table(Map<String, String> lines) {
        return table(
                List.of(),
                lines.entrySet().stream()
                        .map(line -> List.of(line.getKey(), line.getValue()))
                        .toList());
    }

    /**
     * A table.
     *
     * @param head a heading per column; none for none
     * @param rows as many cells each
     */
    Page table(List<String> head, List<List<String>> rows) {
        body.append("<div class=\"scroll\"><table>\n");
        if (!head.isEmpty()) {
            body.append(head.stream()
                    .map(cell -> "<th>" + Markup.escape(cell) + "</th>")
                    .collect(Collectors.joining("", "<tr>", "</tr>\n")));
        }
        for (List<String> row : rows) {
            body.append("<tr>");
            for (int column = 0; column < row.size(); column++) {
                String kind =
                        column < head.size() && head.get(column).equals(Figures.DEFINITION) ? " class=\"wide\"" : "";
                body.append("<td" + kind + ">" + Markup.escape(row.get(column)) + "</td>");
            }
            body.append("</tr>\n");
        }
        body.append("</table></div>\n");
        return this;
    }

    /** A picture, which is put into the page. */
    Page picture(String alternative, Path file) {
        body.append("<div class=\"scroll\">" + image(alternative, bytes(file), "") + "</div>\n");
        return this;
    }

    /** Rows of images one above the other, each under its label, all as wide as there is room. */
    Page strips(Map<String, Path> files) {
        body.append("<div class=\"strips\">\n");
        files.forEach((label, file) -> {
            byte[] png = bytes(file);
            boolean small = png.length >= PNG_HEIGHT + Integer.BYTES
                    && ByteBuffer.wrap(png).getInt(PNG_HEIGHT) < SMALL;
            body.append("<span>" + Markup.escape(label) + "</span>" + image(label, png, small ? " class=\"small\"" : "")
                    + "\n");
        });
        body.append("</div>\n");
        return this;
    }

    private static String image(String alternative, byte[] png, String attribute) {
        String data = Base64.getEncoder().encodeToString(png);
        return "<img" + attribute + " alt=\"" + Markup.escape(alternative) + "\" src=\"data:image/png;base64," + data
                + "\">";
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
    }

    /** Charts side by side where there is room. */
    Page charts(List<Chart> charts) {
        return plots(charts.stream().map(Chart::plot).toList());
    }

    /** Plots side by side where there is room. */
    Page plots(List<Plot> plots) {
        body.append("<div class=\"charts\">\n");
        plots.forEach(plot -> body.append(plot.html()));
        body.append("</div>\n");
        return this;
    }

    /** What is shown when its heading is chosen. */
    Page folded(String heading, Runnable content) {
        body.append("<details><summary>" + Markup.escape(heading) + "</summary>\n");
        content.run();
        body.append("</details>\n");
        return this;
    }

    private void close() {
        if (open) {
            body.append("</section>\n");
        }
    }

    /**
     * {@return the page}
     *
     * @param growing whether the browser is to look again from time to time
     */
    String html(boolean growing) {
        close();
        open = false;
        String[] lines = {
            "<!doctype html>",
            "<html lang=\"en\">",
            "<meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<meta name=\"color-scheme\" content=\"light dark\">",
            growing ? "<meta http-equiv=\"refresh\" content=\"10\">" : "",
            "<link rel=\"icon\" href=\"data:,\">",
            "<title>" + Markup.escape(title) + "</title>",
            "<style>\n" + STYLE + "</style>",
            "<h1>" + Markup.escape(title) + "</h1>",
            "<nav>\n" + contents + "</nav>",
            body.toString(),
            "</html>",
            ""
        };
        return Arrays.stream(lines).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n", "", "\n"));
    }
}
