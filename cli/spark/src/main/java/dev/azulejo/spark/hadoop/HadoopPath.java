package dev.azulejo.spark.hadoop;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Objects;

/**
 * A path in one of Hadoop's file systems.
 *
 * @param system where it is
 * @param inner its names, as a path of this machine has them: nothing is there by that name
 */
record HadoopPath(HadoopFileSystem system, Path inner) implements Path {
    /** Hadoop's own name of it. */
    org.apache.hadoop.fs.Path hadoop() {
        return new org.apache.hadoop.fs.Path(toAbsolutePath().toString());
    }

    private HadoopPath with(Path other) {
        return other == null ? null : new HadoopPath(system, other);
    }

    private static Path inner(Path other) {
        if (other instanceof HadoopPath(var _, Path inside)) {
            return inside;
        }
        throw new ProviderMismatchException(other + " is no path of Hadoop's");
    }

    private boolean isElsewhere(Path other) {
        return !(other instanceof HadoopPath(HadoopFileSystem where, var _) && where.equals(system));
    }

    @Override
    public FileSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return inner.isAbsolute();
    }

    @Override
    public HadoopPath getRoot() {
        return with(inner.getRoot());
    }

    @Override
    public HadoopPath getFileName() {
        return with(inner.getFileName());
    }

    @Override
    public HadoopPath getParent() {
        return with(inner.getParent());
    }

    @Override
    public int getNameCount() {
        return inner.getNameCount();
    }

    @Override
    public HadoopPath getName(int index) {
        return with(inner.getName(index));
    }

    @Override
    public HadoopPath subpath(int begin, int end) {
        return with(inner.subpath(begin, end));
    }

    @Override
    public boolean startsWith(Path other) {
        return !isElsewhere(other) && inner.startsWith(inner(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return !isElsewhere(other) && inner.endsWith(inner(other));
    }

    @Override
    public HadoopPath normalize() {
        return with(inner.normalize());
    }

    @Override
    public HadoopPath resolve(Path other) {
        return with(inner.resolve(inner(other)));
    }

    @Override
    public HadoopPath relativize(Path other) {
        return with(inner.relativize(inner(other)));
    }

    @Override
    public URI toUri() {
        return hadoop().toUri();
    }

    @Override
    public HadoopPath toAbsolutePath() {
        return isAbsolute() ? this : with(Path.of("/").resolve(inner));
    }

    @Override
    public HadoopPath toRealPath(LinkOption... options) throws IOException {
        HadoopPath real = toAbsolutePath().normalize();
        system.provider().checkAccess(real);
        return real;
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("no watching");
    }

    @Override
    public int compareTo(Path other) {
        int where = system.root().compareTo(((HadoopPath) other).system.root());
        return where != 0 ? where : inner.compareTo(inner(other));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HadoopPath(HadoopFileSystem where, Path path)
                && where.equals(system)
                && path.equals(inner);
    }

    @Override
    public int hashCode() {
        return Objects.hash(system, inner);
    }

    @Override
    public String toString() {
        return isAbsolute() ? system.root() + inner : inner.toString();
    }
}
