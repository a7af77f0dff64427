package dev.azulejo.cli.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files on Hadoop and in object stores. */
class RemoteFilesTest {
    @TempDir
    private Path folder;

    @Test
    void aLineSaysWhatToDo() {
        Ran.azulejo("train", "--data", "hdfs://name:8020/photos", "--run", folder.resolve("run"))
                .failed(
                        2,
                        "--data: hdfs://name:8020/photos is a URL",
                        "on Apache Spark alone (--master, docs/cluster.md)",
                        "mount it");
        Ran.azulejo("train", "--data", "fashion-mnist", "--run=s3a://bucket/run")
                .failed(2, "--run: s3a://bucket/run is a URL", "mount it");
        Ran.azulejo("evaluate", "--run", "file:///runs/one")
                .failed(2, "--run: file:///runs/one", "leave out the file://");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void othersThanFilesMayHaveOne() {
        RemoteFiles.require(
                "train", "--master", "spark://head:7077", "--master=k8s://https://head:6443", "--json", "--quiet");
    }
}
