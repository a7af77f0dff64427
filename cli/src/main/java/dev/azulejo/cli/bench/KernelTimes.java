package dev.azulejo.cli.bench;

import dev.azulejo.cli.bench.Repetitions.Measured;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.MatrixKernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times each kernel within a program: a backend that passes every call on and keeps what it took. Of use where kernels
 * run at once, as those of the CPU do.
 */
public final class KernelTimes {
    private final Backend backend;
    private final Map<String, Object> families = new HashMap<>();
    private final Map<String, Kernel> kernels = new LinkedHashMap<>();

    KernelTimes(Backend backend) {
        this.backend = backend;
    }

    /** The backend that passes calls on; closing it does nothing. */
    Backend timing() {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (_, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    Object result = method.invoke(backend, arguments);
                    // Memory only moves numbers, and engines keep it.
                    boolean family = method.getReturnType().getSimpleName().endsWith("Kernels");
                    return family
                            ? families.computeIfAbsent(
                                    method.getName(), name -> family(name, method.getReturnType(), result))
                            : result;
                });
    }

    private Object family(String name, Class<?> type, Object kernelsOfIt) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
            long start = System.nanoTime();
            try {
                return method.invoke(kernelsOfIt, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                double seconds = (System.nanoTime() - start) / 1e9;
                kernels.computeIfAbsent(name + "." + method.getName() + shape(arguments), _ -> new Kernel())
                        .add(seconds, flops(arguments));
            }
        });
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

    private static double flops(Object... arguments) {
        for (Object argument : arguments) {
            if (argument instanceof ConvolutionGeometry g) {
                return g.flops();
            }
            if (argument instanceof MatrixKernels.Shape s) {
                return 2.0 * s.batch() * s.m() * s.n() * s.k();
            }
        }
        return 0;
    }

    /** Runs a step some times, and gives the kernels of it, the costliest first. */
    List<Timed> measure(Runnable step, int warmup, int times) {
        for (int i = 0; i < warmup; i++) {
            step.run();
        }
        kernels.clear();
        for (int i = 0; i < times; i++) {
            step.run();
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
     * @param gflops of convolutions, as if direct, and of products; 0 for others
     */
    record Timed(String name, int calls, double milliseconds, double gflops) {
        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("calls", calls);
            json.put("milliseconds", milliseconds);
            json.put("gflops", gflops == 0 ? null : gflops);
            return json;
        }

        String line(double stepMilliseconds) {
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
        private int calls;

        void add(double time, double work) {
            seconds += time;
            flops += work;
            calls++;
        }

        void endStep() {
            steps.add(seconds);
            seconds = 0;
        }

        Timed timed(String name) {
            double median = Measured.median(
                    steps.stream().mapToDouble(Double::doubleValue).toArray());
            return new Timed(name, calls / steps.size(), 1e3 * median, flops / steps.size() / median / 1e9);
        }
    }
}
