package dev.azulejo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.azulejo.engine.backend.Backend;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** That the benchmarks run and leave no kernel out; how fast they are is not for a test. */
class BenchmarksTest {
    @Test
    void everyBenchmarkRunsOnce() throws RunnerException {
        // In this JVM: its lock is there to keep measurements apart.
        System.setProperty("jmh.ignoreLock", "true");
        var results = new Runner(new OptionsBuilder()
                        .include("dev\\.azulejo\\.bench\\.")
                        .forks(0)
                        .mode(Mode.SingleShotTime)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .timeout(TimeValue.minutes(1))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .param("shape", "3x17")
                        .param("images", "2x3x5x7")
                        .param("quantizer", "9x7x5")
                        .param("product", "2x7x5x9B")
                        .param("layer", "8x16x17x3x1")
                        .build())
                .run();
        assertThat(results).hasSizeGreaterThan(100);
        assertThat(results.stream().map(BenchmarksTest::backend)).contains("scalar", "vector");
    }

    private static String backend(RunResult result) {
        return result.getParams().getParam("backend");
    }

    @Test
    void everyKernelHasItsBenchmark() {
        JavaClasses read = new ClassFileImporter().importPackagesOf(KernelBenchmark.class, Backend.class);
        Set<String> kernels = read.get(Backend.class).getMethods().stream()
                .map(family -> family.getRawReturnType())
                .filter(family -> family.getSimpleName().endsWith("Kernels"))
                .flatMap(family -> family.getMethods().stream())
                .map(kernel -> kernel.getOwner().getSimpleName() + "." + kernel.getName())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> measured = read.stream()
                .filter(type -> type.isAssignableTo(KernelBenchmark.class))
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .map(call -> call.getTarget())
                .map(kernel -> kernel.getOwner().getSimpleName() + "." + kernel.getName())
                .collect(Collectors.toSet());
        assertThat(measured).containsAll(kernels);
    }
}
