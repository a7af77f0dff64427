package dev.azulejo.cli.bench.peer;

import dev.azulejo.cli.bench.measure.Repetitions.Measured;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.Counted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The same step in several fresh JVMs. C2 compiles by what it happened to see, so a kernel can be fast in one start and
 * slow in the next: where the forks disagree, the kernel that lags behind its best fork is the cause.
 *
 * @param list a fork each
 */
public record Forks(List<Fork> list) {
    private static final double MOST_SPREAD = 0.1;
    /** A kernel lags if it takes so much longer than in its best fork, and costs so much of the step. */
    private static final double LAG = 1.5;

    private static final double MATTERS = 0.05;
    /** Kernels that cost less of the step are not asked how slow a fork is. */
    private static final double NOISE = 0.005;

    private static final int NAMED = 3;

    /**
     * A JVM's figures.
     *
     * @param milliseconds the median step
     * @param untilSteady steps until 90 % of the speed
     * @param kernels milliseconds of each kernel in a step
     */
    public record Fork(double milliseconds, int untilSteady, Map<String, Double> kernels) {
        public static Fork of(JsonObject json) {
            Map<String, Double> kernels = new LinkedHashMap<>();
            for (Object kernel : json.list("kernels")) {
                JsonObject timed = JsonObject.of(kernel, "kernel");
                kernels.put(timed.text("name"), timed.number("milliseconds"));
            }
            return new Fork(
                    json.number("step_milliseconds"), (int) json.whole("steps_until_steady"), Map.copyOf(kernels));
        }
    }

    double median() {
        return Measured.median(list.stream().mapToDouble(Fork::milliseconds).toArray());
    }

    /** (slowest - fastest) / median. */
    double spread() {
        double slowest = list.stream().mapToDouble(Fork::milliseconds).max().orElse(0);
        double fastest = list.stream().mapToDouble(Fork::milliseconds).min().orElse(0);
        return (slowest - fastest) / median();
    }

    /** The complaints, one per line: nothing if the forks agree. */
    public List<String> complaints() {
        List<String> lines = new ArrayList<>();
        double limit = list.stream().mapToDouble(Fork::milliseconds).min().orElse(0) * (1 + MOST_SPREAD);
        for (int i = 0; i < list.size(); i++) {
            Fork fork = list.get(i);
            Optional<String> cause = laggards(fork);
            boolean slow = spread() > MOST_SPREAD && fork.milliseconds() > limit;
            if (slow || cause.isPresent()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "fork %d: %.1f ms per step, the median is %.1f: %s",
                        i + 1,
                        fork.milliseconds(),
                        median(),
                        cause.orElse("no kernel stands out; something else took the processor, or the step does more"
                                + " outside of kernels")));
            }
        }
        return lines;
    }

    /** The kernels that cost the fork most beyond their best forks, if there are any. */
    private Optional<String> laggards(Fork fork) {
        // Where all kernels are slower alike, none of them is the cause; bad code may be that of many, though.
        double[] ratios = fork.kernels().entrySet().stream()
                .filter(kernel -> best(kernel.getKey()) > NOISE * median())
                .mapToDouble(kernel -> kernel.getValue() / best(kernel.getKey()))
                .sorted()
                .toArray();
        double usual = ratios.length == 0 ? 1 : Math.max(1, ratios[ratios.length / 4]);
        List<String> worst = fork.kernels().entrySet().stream()
                .filter(kernel -> kernel.getValue() > LAG * usual * best(kernel.getKey())
                        && kernel.getValue() - best(kernel.getKey()) > MATTERS * median())
                .sorted(Comparator.comparingDouble(kernel -> best(kernel.getKey()) - kernel.getValue()))
                .map(kernel -> String.format(
                        Locale.ROOT,
                        "%s takes %.1f ms, %.1f in its best fork",
                        kernel.getKey(),
                        kernel.getValue(),
                        best(kernel.getKey())))
                .toList();
        if (worst.isEmpty()) {
            return Optional.empty();
        }
        String more = worst.size() > NAMED ? "; and " + (worst.size() - NAMED) + " more" : "";
        return Optional.of(String.join("; ", worst.subList(0, Math.min(NAMED, worst.size()))) + more
                + ": C2 compiled it badly there (AZULEJO_OPTS=-XX:+PrintCompilation shows how)");
    }

    private double best(String kernel) {
        return list.stream()
                .map(fork -> fork.kernels().get(kernel))
                .filter(time -> time != null)
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(0);
    }

    /** The figures, and what is wrong. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step_milliseconds", median());
        json.put("spread", spread());
        json.put("forks", list.stream().map(Forks::json).toList());
        json.put("complaints", complaints());
        return json;
    }

    private static Map<String, Object> json(Fork fork) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step_milliseconds", fork.milliseconds());
        json.put("steps_until_steady", fork.untilSteady());
        return json;
    }

    /** A line per fork. */
    public static String line(int number, Fork fork) {
        return String.format(
                Locale.ROOT,
                "fork %2d: %9.1f ms per step, at 90 %% of its speed after %s",
                number,
                fork.milliseconds(),
                Counted.of(fork.untilSteady(), "step"));
    }

    /** The last line. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "median %.1f ms, slowest less fastest %.1f %% of it (at most %.0f %% expected)",
                median(),
                100 * spread(),
                100 * MOST_SPREAD);
    }
}
