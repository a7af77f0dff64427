package dev.azulejo.cli.bench.growth;

import dev.azulejo.cli.bench.peer.Sides;
import dev.azulejo.nn.io.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one size took on both sides.
 *
 * @param size the size
 * @param azulejo what Azulejo took
 * @param pytorch what PyTorch took; null without it
 * @param gflop floating-point operations of it, those of convolutions as if direct; 0 where they are not counted
 */
public record Point(int size, Cost azulejo, Cost pytorch, double gflop) {
    /** Seconds after which PyTorch is as fast as it will be. */
    private static final String WARM = "0.5";

    /**
     * Measures a size.
     *
     * @param repetitions how often, as options of a benchmark
     */
    public static Point measure(Sides sides, Sweep sweep, int size, int threads, List<String> repetitions) {
        List<String> words = new ArrayList<>(sweep.words(size, threads));
        words.addAll(repetitions);
        JsonObject figures = sides.azulejo(words);
        Cost azulejo = Cost.of(sweep.work(), size, figures);
        double gflop = sweep.work() == Sweep.Work.STEP ? figures.number("gflops") * azulejo.milliseconds() / 1e3 : 0;
        Cost pytorch = null;
        if (sides.peer() != null && sweep.hasTwin(size)) {
            List<String> theirs = new ArrayList<>(words);
            int warmup = theirs.indexOf("--warmup-seconds");
            theirs.set(warmup + 1, WARM); // It compiles nothing.
            int levels = theirs.indexOf("--levels");
            if (levels >= 0) {
                theirs.subList(levels, levels + 2).clear();
            }
            pytorch = Cost.of(sweep.work(), size, sides.pytorch(theirs));
        }
        return new Point(size, azulejo, pytorch, gflop);
    }

    double gflops(Cost cost) {
        return 1e3 * gflop / cost.milliseconds();
    }

    /** {@return a line of the table that is printed while it grows} */
    public String line(Sweep sweep) {
        return String.format(
                        Locale.ROOT,
                        "%-8s %6d %11.3f ms %8.0f MiB %8s GFLOP/s",
                        sweep.id(),
                        size,
                        azulejo.milliseconds(),
                        azulejo.mebibytes(),
                        gflop == 0 ? "-" : String.format(Locale.ROOT, "%.0f", gflops(azulejo)))
                + (pytorch == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "   %11.3f ms %8.0f MiB %6.2f",
                                pytorch.milliseconds(),
                                pytorch.mebibytes(),
                                pytorch.milliseconds() / azulejo.milliseconds()));
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("size", size);
        json.put("azulejo", azulejo.json());
        json.put("pytorch", pytorch == null ? null : pytorch.json());
        json.put("gflops", gflop == 0 ? null : gflops(azulejo));
        return json;
    }
}
