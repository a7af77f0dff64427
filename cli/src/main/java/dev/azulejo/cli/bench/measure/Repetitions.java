package dev.azulejo.cli.bench.measure;

import dev.azulejo.cli.usage.OptionTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The number of times that a benchmark runs what it measures: at least so many times, and at least so long, since a
 * small kernel has to run often until C2 has compiled it, and a large one takes seconds each time.
 */
public final class Repetitions {
    @Option(
            names = "--warmup",
            paramLabel = "N",
            converter = OptionTypes.Count.class,
            description = "Runs before the clock starts, at least (default ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            converter = OptionTypes.Count.class,
            description = "Runs measured, at least (default ${DEFAULT-VALUE}).")
    private int iterations;

    @Option(
            names = "--warmup-seconds",
            paramLabel = "S",
            converter = OptionTypes.Positive.class,
            description = "Time before the clock starts, at least (default ${DEFAULT-VALUE}).")
    private double warmupSeconds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            converter = OptionTypes.Positive.class,
            description = "Time measured, at least (default ${DEFAULT-VALUE}).")
    private double seconds;

    public Repetitions(int warmup, int iterations, double warmupSeconds, double seconds) {
        this.warmup = warmup;
        this.iterations = iterations;
        this.warmupSeconds = warmupSeconds;
        this.seconds = seconds;
    }

    /** The repetitions for a kernel of milliseconds. */
    public static Repetitions ofKernel() {
        return new Repetitions(5, 15, 1, 1);
    }

    /** The repetitions for a training step. */
    public static Repetitions ofStep() {
        return new Repetitions(3, 7, 3, 1);
    }

    /** These, as options of another process. */
    public List<String> words() {
        return List.of(
                "--warmup",
                String.valueOf(warmup),
                "--iterations",
                String.valueOf(iterations),
                "--warmup-seconds",
                String.valueOf(warmupSeconds),
                "--seconds",
                String.valueOf(seconds));
    }

    /** Runs it, and gives the time of every run. */
    public Measured measure(Runnable body) {
        double[] cold = run(body, warmup, warmupSeconds);
        return new Measured(cold, run(body, iterations, seconds));
    }

    private static double[] run(Runnable body, int times, double seconds) {
        List<Double> taken = new ArrayList<>();
        long start = System.nanoTime();
        long end = start;
        while (taken.size() < times || end - start < 1e9 * seconds) {
            long begin = end;
            body.run();
            end = System.nanoTime();
            taken.add((end - begin) / 1e9);
        }
        return taken.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * Times, in seconds.
     *
     * @param cold of the runs before the clock started
     * @param warm of the others
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Measured(double[] cold, double[] warm) {
        /** The median of the measured runs. */
        public double median() {
            return median(warm);
        }

        /** {@return how many runs it took until three in a row reached 90 % of the median speed} */
        public int runsUntilSteady() {
            double[] all = Arrays.copyOf(cold, cold.length + warm.length);
            System.arraycopy(warm, 0, all, cold.length, warm.length);
            double slowest = median() / 0.9;
            int inRow = 0;
            for (int i = 0; i < all.length; i++) {
                inRow = all[i] <= slowest ? inRow + 1 : 0;
                if (inRow == 3) {
                    return i - 2;
                }
            }
            return all.length;
        }

        public static double median(double... values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }
}
