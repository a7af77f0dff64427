package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.azulejo.cli.cluster.SparkSubmit;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void withoutSparkALineSaysWhatIsMissing() {
        assumeTrue(System.getenv("SPARK_HOME") == null);
        for (String[] words : new String[][] {{"--master", "local[2]"}, {"--master=local[2]"}}) {
            Object[] all = new Object[5 + words.length];
            System.arraycopy(
                    new Object[] {"train", "--data", "fashion-mnist", "--run", folder.resolve("r")}, 0, all, 0, 5);
            System.arraycopy(words, 0, all, 5, words.length);
            Ran.azulejo(all).failed(1, "--master: needs Apache Spark", "SPARK_HOME is not set");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void workersAreForAClusterAlone() {
        Ran.azulejo("train", "--data", "fashion-mnist", "--run", folder.resolve("r"), "--workers", "2")
                .failed(2, "--workers: is for a cluster; name one with --master");
    }

    @Test
    void withoutAMasterNothingIsStarted() {
        assertThat(SparkSubmit.run("train", "--run", "r")).isEmpty();
    }
}
