package dev.azulejo.spark.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.Places;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.Metrics;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files on Hadoop by the JDK's names; here Hadoop keeps them in a folder of this machine. */
@Timeout(60)
class HadoopFilesTest {
    @TempDir
    private Path local;

    private Path folder;

    @BeforeEach
    void there() {
        folder = Places.of("file://" + local);
    }

    @Test
    void namesAreThoseOfUrls() {
        Path path = Places.of("hdfs://name:8020/my photos/a");
        assertThat(path).hasToString("hdfs://name:8020/my photos/a");
        assertThat(path.getParent().resolve("b.png")).hasToString("hdfs://name:8020/my photos/b.png");
        assertThat(path.getParent().relativize(path)).hasToString("a");
        assertThat(path.resolve("../c").normalize()).isEqualTo(Places.of("HDFS://name:8020/my photos/c"));
        assertThat(path.toAbsolutePath()).isEqualTo(path).isNotEqualTo(Places.of("hdfs://other:8020/my photos/a"));
        assertThat(path.toUri()).hasToString("hdfs://name:8020/my%20photos/a");
        assertThat(Places.of("s3a://bucket")).hasToString("s3a://bucket/");
    }

    @Test
    void filesAndFoldersAreWrittenWholeAndReadBack() throws IOException {
        Path file = folder.resolve("runs/one/run.json");
        AtomicFiles.text(file, "first");
        AtomicFiles.text(file, "second");
        assertThat(Files.readString(local.resolve("runs/one/run.json"))).isEqualTo("second");
        assertThat(Files.readString(file)).isEqualTo("second");
        assertThat(Files.size(file)).isEqualTo(6);
        Path checkpoint = folder.resolve("runs/one/checkpoints/7");
        for (String content : new String[] {"old", "new"}) {
            AtomicFiles.directory(checkpoint, aside -> AtomicFiles.text(aside.resolve("model"), content));
        }
        assertThat(Files.readString(checkpoint.resolve("model"))).isEqualTo("new");
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)).containsExactlyInAnyOrder(file, checkpoint.resolve("model"));
        }
        AtomicFiles.deleteTree(folder.resolve("runs"));
        assertThat(local.resolve("runs")).doesNotExist();
    }

    @Test
    void linesAreAppended() {
        Metrics metrics = new Metrics(folder.resolve("metrics.jsonl"));
        metrics.append(1, Map.of("loss", 3.0));
        metrics.append(2, Map.of("loss", 2.0));
        metrics.sync();
        metrics.append(3, Map.of("loss", 1.0));
        metrics.truncateAfter(2);
        assertThat(metrics.read()).extracting(Metrics.Line::step).containsExactly(1L, 2L);
        assertThat(local.resolve("metrics.jsonl")).hasContent("{\"step\":1,\"loss\":3.0}\n{\"step\":2,\"loss\":2.0}\n");
    }

    @Test
    void whatCannotBeIsSaidAsTheJdkSaysIt() throws IOException {
        Path absent = folder.resolve("absent");
        assertThat(Files.exists(absent)).isFalse();
        assertThatThrownBy(() -> Files.readString(absent)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Files.delete(absent)).isInstanceOf(NoSuchFileException.class);
        Path one = Files.createDirectory(folder.resolve("one"));
        assertThatThrownBy(() -> Files.createDirectory(one)).isInstanceOf(FileAlreadyExistsException.class);
        Files.createFile(one.resolve("file"));
        assertThatThrownBy(() -> Files.createFile(one.resolve("file"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Files.delete(one)).isInstanceOf(IOException.class);
    }

    @Test
    void aFileSystemThatIsNotThereIsNamed() {
        System.setProperty("spark.hadoop.ipc.client.connect.max.retries", "1");
        try {
            assertThatThrownBy(() -> Files.exists(Places.of("hdfs://127.0.0.1:1/photos")))
                    .isInstanceOf(UserException.class)
                    .hasMessageStartingWith("hdfs://127.0.0.1:1: cannot be reached (");
            assertThatThrownBy(() -> Files.exists(Places.of("nosuch://there/photos")))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("No FileSystem for scheme");
        } finally {
            System.clearProperty("spark.hadoop.ipc.client.connect.max.retries");
        }
    }
}
