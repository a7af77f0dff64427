package dev.azulejo.cli.bench.growth;

import dev.azulejo.cli.bench.peer.Sides;
import dev.azulejo.cli.chart.Plot;
import dev.azulejo.cli.chart.Scale;
import dev.azulejo.nn.io.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What the machine can do, and what the kernels of a step reach of it (Williams, Waterman and Patterson 2009, doi
 * 10.1145/1498765.1498785). Winograd's convolutions stand above the roof, for they compute less than what is counted.
 *
 * @param peaks GFLOP/s of a product of matrices by threads
 * @param bandwidth bytes that memory gives in a second, in GB
 * @param kernels those of a step that take long enough
 */
public record Roofline(Map<Integer, Double> peaks, double bandwidth, List<Kernel> kernels) {
    private static final String STEP = "256x256, batch 4";

    /** Kernels that take less of a step tell little. */
    private static final double SHARE = 0.002;

    /**
     * A kernel.
     *
     * @param name kernel and sizes
     * @param intensity operations for each byte that its operands have
     * @param gflops what it reaches
     */
    record Kernel(String name, double intensity, double gflops) {
        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("flops_per_byte", intensity);
            json.put("gflops", gflops);
            return json;
        }
    }

    /** Measures it. */
    public static Roofline measure(Sides sides, List<Integer> crews, int threads, List<String> repetitions) {
        Map<Integer, Double> peaks = new TreeMap<>();
        for (int crew : IntStream.concat(crews.stream().mapToInt(i -> i), IntStream.of(threads))
                .distinct()
                .toArray()) {
            peaks.put(
                    crew,
                    run(sides, List.of("gemm", "--size", "512"), crew, repetitions)
                            .number("gflops"));
        }
        double bandwidth =
                run(sides, List.of("bandwidth"), threads, repetitions).number("gigabytes_per_second");
        JsonObject step = run(sides, List.of("step", "--kernels"), threads, repetitions);
        double milliseconds = step.number("step_milliseconds");
        List<Kernel> kernels = new ArrayList<>();
        for (Object one : step.list("kernels")) {
            JsonObject kernel = JsonObject.of(one, "kernel");
            if (kernel.members().get("gflops") != null && kernel.number("milliseconds") > SHARE * milliseconds) {
                double gflop = kernel.number("gflops") * kernel.number("milliseconds") / 1e3;
                kernels.add(
                        new Kernel(kernel.text("name"), 1e9 * gflop / kernel.number("bytes"), kernel.number("gflops")));
            }
        }
        return new Roofline(peaks, bandwidth, kernels);
    }

    private static JsonObject run(Sides sides, List<String> what, int threads, List<String> repetitions) {
        List<String> words = new ArrayList<>(what);
        words.addAll(List.of("--threads", String.valueOf(threads)));
        words.addAll(repetitions);
        return sides.azulejo(words);
    }

    /** {@return the plot} */
    Plot plot(int threads) {
        double peak = peaks.get(threads);
        double least = kernels.stream().mapToDouble(Kernel::intensity).min().orElse(1);
        double most = kernels.stream().mapToDouble(Kernel::intensity).max().orElse(1);
        double low = Math.min(least, peak / bandwidth / 4);
        double high = Math.max(most, 4 * peak / bandwidth);
        List<Plot.Line> lines = List.of(
                new Plot.Line(
                        "kernels of a step",
                        0,
                        kernels.stream()
                                .map(kernel -> new Plot.Spot(kernel.intensity(), kernel.gflops()))
                                .toList(),
                        false,
                        true),
                new Plot.Line(
                        "memory, and a product of matrices",
                        Grown.MACHINE,
                        DoubleStream.of(low, peak / bandwidth, high)
                                .mapToObj(x -> new Plot.Spot(x, Math.min(peak, bandwidth * x)))
                                .toList(),
                        true,
                        false));
        return new Plot(
                "GFLOP/s of the kernels of a step of " + STEP,
                "operations per byte of the operands",
                Scale.of(DoubleStream.of(low, high)),
                Scale.of(Plot.heights(lines)),
                lines);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        Map<String, Object> byThreads = new LinkedHashMap<>();
        peaks.forEach((threads, gflops) -> byThreads.put(String.valueOf(threads), gflops));
        json.put("product_gflops", byThreads);
        json.put("gigabytes_per_second", bandwidth);
        json.put("kernels", kernels.stream().map(Kernel::json).toList());
        return json;
    }
}
