package dev.azulejo.cli.bench.measure;

import dev.azulejo.cli.bench.measure.Repetitions.Measured;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.MatrixKernels;
import dev.azulejo.engine.program.Call;
import dev.azulejo.engine.program.Program;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What each kernel takes within a program, by hearing of every call. Of use where calls are done when they return, as on a CPU. */
public final class KernelTimes {
    private final Map<String, Kernel> kernels = new LinkedHashMap<>();

    private void ran(Call call, long nanoseconds) {
        Object[] constants = call.constants().toArray();
        kernels.computeIfAbsent(call.name() + shape(constants), _ -> new Kernel())
                .add(nanoseconds / 1e9, KernelWork.flops(call), bytes(call));
    }

    /** What it reads and writes, each buffer once. */
    private static double bytes(Call call) {
        return Stream.concat(call.reads().stream(), call.writes().stream())
                .distinct()
                .mapToDouble(buffer -> (double) Float.BYTES * buffer.size())
                .sum();
    }

    private static String shape(Object... arguments) {
        for (Object argument : arguments) {
            if (argument instanceof ConvolutionGeometry g) {
                return String.format(
                        Locale.ROOT,
                        " %dx%d/%d %d-%d at %dx%d",
                        g.kernelHeight(),
                        g.kernelWidth(),
                        g.stride(),
                        g.inChannels(),
                        g.outChannels(),
                        g.inHeight(),
                        g.inWidth());
            }
            if (argument instanceof MatrixKernels.Shape s) {
                return String.format(Locale.ROOT, " %dx%dx%d", s.m(), s.n(), s.k());
            }
        }
        return "";
    }

    /** Runs a program some times, and gives the kernels of it, the costliest first. */
    public List<Timed> measure(Program program, int warmup, int times) {
        for (int i = 0; i < warmup; i++) {
            program.run();
        }
        for (int i = 0; i < times; i++) {
            program.run(this::ran);
            kernels.values().forEach(Kernel::endStep);
        }
        return kernels.entrySet().stream()
                .map(entry -> entry.getValue().timed(entry.getKey()))
                .sorted(Comparator.comparingDouble(Timed::milliseconds).reversed())
                .toList();
    }

    /**
     * A kernel on operands of certain sizes.
     *
     * @param name family, kernel, sizes
     * @param calls in a step
     * @param milliseconds of all of them together, the median of the steps
     * @param gflops as {@link KernelWork} counts them; 0 for others
     * @param bytes that all of them together read and write
     */
    public record Timed(String name, int calls, double milliseconds, double gflops, double bytes) {
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("calls", calls);
            json.put("milliseconds", milliseconds);
            json.put("gflops", gflops == 0 ? null : gflops);
            json.put("bytes", bytes);
            return json;
        }

        public String line(double stepMilliseconds) {
            return String.format(
                    Locale.ROOT,
                    "%5.1f %% %9.2f ms %4d x %-56s%s%n",
                    100 * milliseconds / stepMilliseconds,
                    milliseconds,
                    calls,
                    name,
                    gflops == 0 ? "" : String.format(Locale.ROOT, "%6.0f GFLOP/s", gflops));
        }
    }

    /** The times of a kernel's calls, step by step. */
    private static final class Kernel {
        private final List<Double> steps = new ArrayList<>();
        private double seconds;
        private double flops;
        private double bytes;
        private int calls;

        void add(double time, double work, double moved) {
            seconds += time;
            flops += work;
            bytes += moved;
            calls++;
        }

        void endStep() {
            steps.add(seconds);
            seconds = 0;
        }

        Timed timed(String name) {
            double median = Measured.median(
                    steps.stream().mapToDouble(Double::doubleValue).toArray());
            return new Timed(
                    name,
                    calls / steps.size(),
                    1e3 * median,
                    flops / steps.size() / median / 1e9,
                    bytes / steps.size());
        }
    }
}
