package dev.azulejo.cli.bench.growth;

import dev.azulejo.cli.chart.Plot;
import dev.azulejo.cli.chart.Sheet;
import dev.azulejo.cli.report.PlotPage;
import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What all sweeps took, on one machine.
 *
 * @param conditions the machine and the sides, for people
 * @param threads that computed
 * @param grown a sweep each
 * @param roofline what the machine can do
 */
public record Growth(String conditions, int threads, List<Grown> grown, Roofline roofline) {
    private static final String TITLE = "How cost grows";

    /** Plots in a row of the picture. */
    private static final int COLUMNS = 3;

    /** {@return these and one more} */
    public Growth with(Grown one) {
        return new Growth(
                conditions,
                threads,
                Stream.concat(grown.stream(), Stream.of(one)).toList(),
                roofline);
    }

    /** {@return where cost grows faster than work} */
    public List<String> cliffs() {
        return grown.stream().map(Grown::cliff).flatMap(Optional::stream).toList();
    }

    /**
     * Lays a page down that says that there is nothing yet.
     *
     * @param folder made if it is not there
     */
    public static void begin(Path folder) {
        AtomicFiles.text(page(folder), new PlotPage(TITLE, "Nothing is measured yet.").html());
    }

    private static Path page(Path folder) {
        return folder.resolve("growth.html");
    }

    /**
     * Writes the page, the picture and the figures.
     *
     * @param folder which exists
     */
    public void write(Path folder) {
        PlotPage page = new PlotPage(TITLE, conditions);
        List<Plot> all = new ArrayList<>();
        for (Grown one : grown) {
            List<Plot> plots =
                    one.plots(size -> roofline.peaks().get(one.sweep().ofThreads() ? size : threads));
            page.section(one.sweep().id(), one.cliff().orElse("No cliff."), plots);
            all.addAll(plots);
        }
        Plot roof = roofline.plot(threads);
        page.section(
                "roofline",
                "Winograd's convolutions stand above the roof: they compute less than is counted.",
                List.of(roof));
        all.add(roof);
        AtomicFiles.text(page(folder), page.html());
        AtomicFiles.text(folder.resolve("growth.svg"), Sheet.svg(all, COLUMNS));
        AtomicFiles.text(folder.resolve("growth.json"), Json.write(json()) + "\n");
    }

    /** The figures. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("conditions", conditions);
        json.put("threads", threads);
        json.put("sweeps", grown.stream().map(Grown::json).toList());
        json.put("roofline", roofline.json());
        json.put("cliffs", cliffs());
        return json;
    }
}
