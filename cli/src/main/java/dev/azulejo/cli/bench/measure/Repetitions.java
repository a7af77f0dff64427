package dev.azulejo.cli.bench.measure;

import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.nn.message.Counted;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

    @Option(
            names = "--processor-time",
            description = "Count what the processor spent instead of what a clock says, which other work changes"
                    + " less; with --threads 1.")
    private boolean processorTime;

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

    /** As many runs as that, by the same clock. */
    public Repetitions exactly(int warmup, int iterations) {
        Repetitions few = new Repetitions(warmup, iterations, Double.MIN_VALUE, Double.MIN_VALUE);
        few.processorTime = processorTime;
        return few;
    }

    /** These, as options of another process. */
    public List<String> words() {
        List<String> words = new ArrayList<>(List.of(
                "--warmup",
                String.valueOf(warmup),
                "--iterations",
                String.valueOf(iterations),
                "--warmup-seconds",
                String.valueOf(warmupSeconds),
                "--seconds",
                String.valueOf(seconds)));
        if (processorTime) {
            words.add("--processor-time");
        }
        return words;
    }

    /**
     * Whose time is counted.
     *
     * @param threads that compute
     * @return what a person calls it
     * @throws UsageException if the processor's is asked for, and several threads compute
     */
    public String clock(int threads) {
        if (processorTime && threads > 1) {
            throw new UsageException(
                    "--processor-time counts one thread, and " + threads + " compute: add --threads 1");
        }
        return processorTime ? "processor time" : "wall-clock time";
    }

    /**
     * Runs it, and gives the time of every run.
     *
     * @param threads that compute
     * @param body what is timed
     */
    public Measured measure(int threads, Runnable body) {
        clock(threads);
        double[] cold = run(body, warmup, warmupSeconds);
        return new Measured(cold, run(body, iterations, seconds));
    }

    private double[] run(Runnable body, int times, double seconds) {
        List<Double> taken = new ArrayList<>();
        long start = now();
        long end = start;
        while (taken.size() < times || end - start < 1e9 * seconds) {
            long begin = end;
            body.run();
            end = now();
            taken.add((end - begin) / 1e9);
        }
        return taken.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private long now() {
        return processorTime ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() : System.nanoTime();
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
            double[] all = all();
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

        /** {@return the seconds until the first of the three was done} */
        public double secondsUntilSteady() {
            return Arrays.stream(all()).limit(1 + runsUntilSteady()).sum();
        }

        /** {@return when it reached 90 % of its speed, for a person} */
        public String untilSteady() {
            return String.format(
                    Locale.ROOT,
                    "at 90 %% of its speed after %s, %.1f s",
                    Counted.of(runsUntilSteady(), "step"),
                    secondsUntilSteady());
        }

        private double[] all() {
            double[] all = Arrays.copyOf(cold, cold.length + warm.length);
            System.arraycopy(warm, 0, all, cold.length, warm.length);
            return all;
        }

        public static double median(double... values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }
}
