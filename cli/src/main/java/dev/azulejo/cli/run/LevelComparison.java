package dev.azulejo.cli.run;

import dev.azulejo.vqvae2.ModelConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Models that differ in their number of levels, and in their seeds.
 *
 * @param all what was trained
 */
public record LevelComparison(List<Trained> all) {
    private static final String ROW = "%6s %11s %10s  %-18s  %-16s%n";

    /**
     * A model after its training.
     *
     * @param model its sizes
     * @param parameters how many it has
     * @param seed of its training
     * @param mse on held-out images
     * @param ssim the same
     */
    public record Trained(ModelConfig model, long parameters, long seed, double mse, double ssim) {
        /** Bits that the codes of an image take at equal frequency of all codes: what more levels cost. */
        long bits() {
            double bits = 0;
            for (int level = 0; level < model.levels(); level++) {
                double codes = model.quantizer().codes(level);
                bits += (double) model.grid(level) * model.grid(level) * Math.log(codes) / Math.log(2);
            }
            return Math.round(bits);
        }
    }

    private Map<Integer, List<Trained>> byLevels() {
        return all.stream()
                .collect(Collectors.groupingBy(
                        trained -> trained.model().levels(), LinkedHashMap::new, Collectors.toList()));
    }

    /** By the number of levels: figures of every seed, in order. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        byLevels().forEach((levels, runs) -> {
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("parameters", runs.getFirst().parameters());
            described.put("bits_per_image", runs.getFirst().bits());
            described.put("mse", runs.stream().map(Trained::mse).toList());
            described.put("ssim", runs.stream().map(Trained::ssim).toList());
            json.put(String.valueOf(levels), described);
        });
        return json;
    }

    /** A line per number of levels: means over the seeds, with their standard deviation. */
    public String table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, ROW, "levels", "parameters", "bits/image", "mse", "ssim"));
        byLevels()
                .forEach((levels, runs) -> lines.add(String.format(
                        Locale.ROOT,
                        ROW,
                        levels,
                        String.format(Locale.ROOT, "%,d", runs.getFirst().parameters()),
                        runs.getFirst().bits(),
                        spread(runs, Trained::mse, "%.5f"),
                        spread(runs, Trained::ssim, "%.4f"))));
        return lines.stream().map(line -> line.stripTrailing() + "\n").collect(Collectors.joining());
    }

    private static String spread(List<Trained> runs, ToDoubleFunction<Trained> figure, String format) {
        double mean = runs.stream().mapToDouble(figure).average().orElseThrow();
        String text = String.format(Locale.ROOT, format, mean);
        if (runs.size() < 2) {
            return text;
        }
        double squares = runs.stream()
                .mapToDouble(figure)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return text + " +- " + String.format(Locale.ROOT, format, Math.sqrt(squares / (runs.size() - 1)));
    }
}
