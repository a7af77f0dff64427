package dev.azulejo.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code azulejo bench}: how fast this machine is. */
@Command(
        name = "bench",
        header = "How fast this machine is: one training step, or a kernel.",
        subcommands = {BenchStep.class, BenchGemm.class},
        footerHeading = "%nExamples:%n",
        footer = {"  azulejo bench step --image-size 32 --batch 64", "  azulejo bench gemm --size 2048 --json"})
final class Bench implements Runnable {
    @ParentCommand
    private Azulejo azulejo;

    @Spec
    private CommandSpec spec;

    /** Without saying what to measure. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing what to measure: "
                        + String.join(" or ", spec.subcommands().keySet()));
    }

    Session session() {
        return azulejo.session();
    }

    /** Runs something some times unmeasured, then some times measured, and gives the median, in seconds. */
    static double medianSeconds(int warmup, int iterations, Runnable body) {
        double[] seconds = new double[iterations];
        for (int i = -warmup; i < iterations; i++) {
            long start = System.nanoTime();
            body.run();
            if (i >= 0) {
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
        }
        Arrays.sort(seconds);
        int middle = iterations / 2;
        return iterations % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2;
    }

    /** The figures of every benchmark, after its own. */
    static Map<String, Object> figures(Map<String, Object> own, String backend, int threads) {
        Map<String, Object> json = new LinkedHashMap<>(own);
        json.put("peak_memory_bytes", PeakMemory.bytes());
        json.put("backend", backend);
        json.put("threads", threads);
        return json;
    }

    /** The end of every benchmark's line. */
    static String conditions(Map<String, Object> json) {
        return String.format(
                Locale.ROOT,
                "%s backend, %s %s, peak memory %.0f MiB",
                json.get("backend"),
                json.get("threads"),
                json.get("threads").equals(1) ? "thread" : "threads",
                ((Number) json.get("peak_memory_bytes")).doubleValue() / (1 << 20));
    }
}
