package dev.azulejo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.azulejo.cli.InThisJvm;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be is refused in a line and in time, before anything is written. */
@Timeout(120)
class RefusalsTest {
    private static final String CLUSTER = "local-cluster[1,1,1024]";

    @TempDir
    private Path folder;

    @Test
    void moreWorkersThanThereAre() {
        refused("local[2]", Map.of(), "--workers 3: local[2] has room for 2", "--workers", "3");
    }

    @Test
    void aBatchThatWorkersCannotDivide() {
        refused("local[3]", Map.of(), "batch 8: 3 workers cannot have equally many images");
    }

    @Test
    void workersThatComeAndGo() {
        refused(
                "local[2]",
                Map.of("spark.dynamicAllocation.enabled", "true"),
                "spark.dynamicAllocation.enabled: workers that train together");
    }

    @Test
    void tasksThatNoExecutorHasRoomFor() {
        refused(CLUSTER, Map.of("spark.task.cpus", "2"), "spark.task.cpus=2: an executor has 1 core; take as many");
    }

    @Test
    void executorsOfLessMemoryThanSparkNeeds() {
        LoggerContext log = (LoggerContext) LogManager.getContext(false);
        List<String> logged = new ArrayList<>();
        var appender = new AbstractAppender("refusals", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                if (event.getThrown() != null) {
                    logged.add(event.getLoggerName() + ": " + event.getThrown());
                }
            }
        };
        appender.start();
        log.getRootLogger().addAppender(appender);
        try {
            refused(
                    CLUSTER,
                    Map.of("spark.executor.memory", "100m"),
                    "Spark: [INVALID_EXECUTOR_MEMORY] Executor memory");
        } finally {
            log.getRootLogger().removeAppender(appender);
        }
        assertThat(logged)
                .as("stack traces of Spark's, which the line makes superfluous")
                .isEmpty();
        assertThat(log.getLogger(SparkContext.class.getName()).getLevel())
                .isEqualTo(log.getRootLogger().getLevel());
    }

    @Test
    void executorsOfLessMemoryThanTheModelNeeds() {
        String[] large = {"--set", "image_size=64", "--batch", "2048"};
        assertThat(ended("local-cluster[2,1,512]", Map.of("spark.executor.memory", "512m"), large))
                .contains(": out of memory (the JVM has ", "give it more with --executor-memory");
    }

    @Test
    void ofWhatSparkSaysTheLineThatSaysWhy() {
        String aborted =
                "Job aborted due to stage failure: ShuffleMapStage 1 (x) has failed the maximum allowable number of"
                        + " times: 4. Most recent failure reason: Stage failed because barrier task finished"
                        + " unsuccessfully.\n";
        assertThat(Failed.line(
                        aborted + "dev.azulejo.nn.peer.PeerLostException: worker 1 of 2 is gone\n\tat x.Y.z(Y.java:1)"))
                .isEqualTo("worker 1 of 2 is gone");
        assertThat(Failed.line(aborted + "java.lang.IllegalStateException: no\n\tat x.Y.z(Y.java:1)"))
                .isEqualTo("java.lang.IllegalStateException: no");
        assertThat(Failed.line(
                        aborted + "ExecutorLostFailure (executor 0 exited) Reason: Command exited with code 137"))
                .startsWith("a worker was lost, and again each time that all began anew: Command exited with code 137;"
                        + " see");
        assertThat(Failed.line(aborted)).isEqualTo(aborted.strip());
    }

    @Test
    void aMasterThatIsNotThere() {
        refused("spark://127.0.0.1:1", Map.of(), "spark://127.0.0.1:1: no master listens there (Connection refused)");
    }

    @Test
    void executorsOfAnOldJava() throws IOException {
        Optional<Path> old = old();
        assumeTrue(old.isPresent());
        refused(
                CLUSTER,
                Map.of("spark.executorEnv.JAVA_HOME", old.get().toString()),
                "executors run a Java that cannot read this program; name one of 25.0.3 or later");
    }

    private static Optional<Path> old() throws IOException {
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (Stream<Path> each = Files.list(all)) {
            return each.filter(jdk -> jdk.getFileName().toString().contains("-17-")
                            && Files.isExecutable(jdk.resolve("bin/java")))
                    .findFirst();
        }
    }

    @Test
    void executorsOfAJavaThatIsAlmostNewEnough() {
        Jvm good = new Jvm("here", "25.0.3+9-LTS", 16);
        Jvm.requireNew(List.of(good, new Jvm("here", "26", 16)));
        assertThatThrownBy(() -> Jvm.requireNew(List.of(good, new Jvm("there", "25.0.2+10-LTS", 16))))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("there: its executor runs Java 25.0.2+10-LTS; name one of 25.0.3 or later");
    }

    @Test
    void machinesOfDifferentKindsAreWarnedOf() {
        Jvm wide = new Jvm("one", "25.0.3", 16);
        assertThat(Jvm.difference(List.of(wide, wide))).isEmpty();
        assertThat(Jvm.difference(List.of(wide, new Jvm("two", "25.0.3", 8))).orElseThrow())
                .contains("16 floats on one, 8 floats on two");
    }

    private void refused(String master, Map<String, String> conf, String why, String... also) {
        assertThat(ended(master, conf, also)).startsWith("azulejo: " + why);
    }

    /** The last line of a command that fails soon and leaves nothing. */
    private String ended(String master, Map<String, String> conf, String... also) {
        Path run = folder.resolve("run");
        List<String> words = new ArrayList<>(List.of("train", "--data", "fashion-mnist", "--run", run.toString()));
        words.addAll(List.of("--steps", "2", "--master", master));
        words.addAll(List.of(also));
        if (!words.contains("--batch")) {
            words.addAll(List.of("--batch", "8"));
        }
        Map<String, String> properties = new LinkedHashMap<>(conf);
        properties.put("spark.driver.host", "127.0.0.1");
        properties.put("spark.driver.bindAddress", "127.0.0.1");
        properties.put("spark.executor.extraClassPath", System.getProperty("java.class.path"));
        properties.forEach(System::setProperty);
        long begun = System.nanoTime();
        InThisJvm done;
        try {
            done = InThisJvm.azulejo(words.toArray(String[]::new));
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
        assertThat(done.status()).as(done.err()).isEqualTo(1);
        assertThat(run).doesNotExist();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(45));
        return done.err().lines().toList().getLast();
    }
}
