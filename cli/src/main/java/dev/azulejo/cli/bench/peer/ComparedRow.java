package dev.azulejo.cli.bench.peer;

import dev.azulejo.cli.bench.measure.Repetitions.Measured;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A figure of both sides, run by run.
 *
 * @param row what it is
 * @param azulejo its value in every run
 * @param pytorch its value in the run that followed each; empty without PyTorch
 */
public record ComparedRow(Comparison.Row row, List<Double> azulejo, List<Double> pytorch) {
    public static final String HEADING =
            String.format("%-50s %10s %10s %6s  %-12s %s", "", "Azulejo", "PyTorch", "ratio", "min..max", "wanted");

    private double[] ratios() {
        double[] ratios = new double[pytorch.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = row.ratio(azulejo.get(i), pytorch.get(i));
        }
        return ratios;
    }

    private static double median(List<Double> values) {
        return Measured.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The median of the ratios of each pair of runs. */
    public double ratio() {
        return Measured.median(ratios());
    }

    /** {@return whether it was compared, and is as good as wanted} */
    public boolean passes() {
        return !pytorch.isEmpty() && row.accepts(ratio());
    }

    private String wanted() {
        return row.wanted() == 0 ? "" : (row.memory() ? "at most " : "at least ") + row.wanted();
    }

    /** A line of the table. */
    public String line() {
        if (pytorch.isEmpty()) {
            return String.format(
                    Locale.ROOT, "%-50s %10s %10s %6s  %-12s %s", row.what(), shown(azulejo), "-", "-", "-", wanted());
        }
        double[] ratios = ratios();
        Arrays.sort(ratios);
        return String.format(
                Locale.ROOT,
                "%-50s %10s %10s %6.2f  %-12s %s",
                row.what(),
                shown(azulejo),
                shown(pytorch),
                ratio(),
                String.format(Locale.ROOT, "%.2f..%.2f", ratios[0], ratios[ratios.length - 1]),
                wanted() + (passes() ? "" : ": missed"));
    }

    private String shown(List<Double> values) {
        double value = median(values);
        return row.memory()
                ? String.format(Locale.ROOT, "%.0f MiB", value / (1 << 20))
                : String.format(Locale.ROOT, value < 10 ? "%.3f ms" : "%.1f ms", value);
    }

    /** {@return why it falls short} */
    public String complaint() {
        return pytorch.isEmpty()
                ? row.id() + ": not compared, wanted " + wanted()
                : String.format(
                        Locale.ROOT,
                        "%s: %.2f times %s, wanted %s",
                        row.id(),
                        ratio(),
                        row.memory() ? "PyTorch's memory" : "PyTorch's speed",
                        wanted());
    }

    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", row.id());
        json.put("what", row.what());
        json.put("unit", row.memory() ? "bytes" : "milliseconds");
        json.put("azulejo", median(azulejo));
        boolean compared = !pytorch.isEmpty();
        double[] ratios = ratios();
        Arrays.sort(ratios);
        json.put("pytorch", compared ? median(pytorch) : null);
        json.put("ratio", compared ? ratio() : null);
        json.put("ratio_min", compared ? ratios[0] : null);
        json.put("ratio_max", compared ? ratios[ratios.length - 1] : null);
        json.put("wanted", row.wanted() == 0 ? null : row.wanted());
        json.put("passed", compared ? passes() : null);
        return json;
    }
}
