package dev.azulejo.spark.hadoop;

import dev.azulejo.nn.io.Places;
import java.net.URI;
import java.nio.file.Path;

/** Makes paths of Hadoop's URLs; found as a service. */
public final class HadoopPlaces implements Places.Provider {
    /** Called by the service loader. */
    public HadoopPlaces() {}

    @Override
    public Path path(String url) {
        return of(new org.apache.hadoop.fs.Path(url).toUri());
    }

    static Path of(URI url) {
        return HadoopFileSystem.of(url).getPath(url.getPath().isEmpty() ? "/" : url.getPath());
    }
}
