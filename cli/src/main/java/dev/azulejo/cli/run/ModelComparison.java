package dev.azulejo.cli.run;

import dev.azulejo.cli.run.RunEvaluation.PriorFigures;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.train.Evaluation.CodeUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Models that differ in some settings, and in their seeds.
 *
 * @param all what was trained
 */
public record ModelComparison(List<Trained> all) {
    /**
     * A model after its training.
     *
     * @param name its settings, as they were asked for
     * @param model its sizes
     * @param parameters how many it has
     * @param found on held-out images
     */
    public record Trained(String name, ModelConfig model, long parameters, RunEvaluation found) {
        /** Bits that the codes of an image take at equal frequency of all codes: what more levels and codes cost. */
        long bits() {
            double bits = 0;
            for (int level = 0; level < model.levels(); level++) {
                bits += positions(level) * Math.log(model.quantizer().codes(level)) / Math.log(2);
            }
            return Math.round(bits);
        }

        private double positions(int level) {
            return (double) model.grid(level)
                    * model.grid(level)
                    * model.quantizer().depth();
        }

        private double mse() {
            return found.model().mse();
        }

        private double ssim() {
            return found.model().ssim();
        }

        /** Nats of all codes of an image by its priors, if it has them. */
        private double nats() {
            double nats = 0;
            for (int level = 0; level < found.priors().size(); level++) {
                nats += positions(level) * found.priors().get(level).natsPerCode();
            }
            return nats;
        }
    }

    private Map<String, List<Trained>> byName() {
        return all.stream().collect(Collectors.groupingBy(Trained::name, LinkedHashMap::new, Collectors.toList()));
    }

    private boolean withPriors() {
        return !all.getFirst().found().priors().isEmpty();
    }

    /** By the name of the model: figures of every seed, in order. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        byName().forEach((name, runs) -> {
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("parameters", runs.getFirst().parameters());
            described.put("bits_per_image", runs.getFirst().bits());
            described.put("mse", each(runs, Trained::mse));
            described.put(
                    "psnr",
                    runs.stream()
                            .map(run -> FiniteFigures.orNull(run.found().model().psnr()))
                            .toList());
            described.put("ssim", each(runs, Trained::ssim));
            if (withPriors()) {
                described.put("nats_per_image", each(runs, Trained::nats));
            }
            Map<String, Object> levels = new LinkedHashMap<>();
            for (int i = 0; i < runs.getFirst().model().levels(); i++) {
                int level = i;
                Map<String, Object> use = new LinkedHashMap<>();
                use.put("used", runs.stream().map(run -> use(run, level).used()).toList());
                use.put("perplexity", each(runs, run -> use(run, level).perplexity()));
                if (withPriors()) {
                    use.put("nats_per_code", each(runs, run -> prior(run, level).natsPerCode()));
                }
                levels.put(use(runs.getFirst(), level).name(), use);
            }
            described.put("levels", levels);
            json.put(name, described);
        });
        return json;
    }

    /** A line per model, and then one per level of each: means over the seeds, with their standard deviation. */
    public String table() {
        int width = all.stream().mapToInt(run -> run.name().length()).max().orElseThrow();
        String row = "%-" + width + "s %10s %10s  %-18s  %s\n";
        String use = "\n%-" + width + "s %-7s %12s %11s  %s";
        StringBuilder table =
                new StringBuilder(String.format(Locale.ROOT, row, "", "parameters", "bits/image", "mse", "ssim"));
        StringBuilder levels =
                new StringBuilder(String.format(Locale.ROOT, use, "", "level", "codes used", "perplexity", nats()));
        byName().forEach((name, runs) -> {
            Trained first = runs.getFirst();
            table.append(String.format(
                    Locale.ROOT,
                    row,
                    name,
                    String.format(Locale.ROOT, "%,d", first.parameters()),
                    first.bits(),
                    spread(runs, Trained::mse, "%.5f"),
                    spread(runs, Trained::ssim, "%.3f")));
            for (int i = first.model().levels() - 1; i >= 0; i--) {
                int level = i;
                CodeUse of = use(first, level);
                levels.append(String.format(
                        Locale.ROOT,
                        use,
                        name,
                        of.name(),
                        String.format(
                                Locale.ROOT,
                                "%.0f of %d",
                                mean(runs, run -> use(run, level).used()),
                                of.codes()),
                        String.format(
                                Locale.ROOT,
                                "%.1f",
                                mean(runs, run -> use(run, level).perplexity())),
                        withPriors() ? spread(runs, run -> prior(run, level).natsPerCode(), "%.3f") : ""));
            }
            if (withPriors()) {
                String all = spread(runs, Trained::nats, "%.1f") + " an image";
                levels.append(String.format(Locale.ROOT, use, name, "all", "", "", all));
            }
        });
        return (table.toString() + levels).lines().map(String::stripTrailing).collect(Collectors.joining("\n")) + "\n";
    }

    private String nats() {
        return withPriors() ? "nats per code" : "";
    }

    private static CodeUse use(Trained run, int level) {
        return run.found().model().levels().get(level);
    }

    private static PriorFigures prior(Trained run, int level) {
        return run.found().priors().get(level);
    }

    private static List<Double> each(List<Trained> runs, ToDoubleFunction<Trained> figure) {
        List<Double> each = new ArrayList<>();
        runs.forEach(run -> each.add(figure.applyAsDouble(run)));
        return each;
    }

    private static double mean(List<Trained> runs, ToDoubleFunction<Trained> figure) {
        return runs.stream().mapToDouble(figure).average().orElseThrow();
    }

    private static String spread(List<Trained> runs, ToDoubleFunction<Trained> figure, String format) {
        double mean = mean(runs, figure);
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
