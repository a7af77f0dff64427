package dev.azulejo.spark.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options.Rename;

/** What can be done with paths of Hadoop's. */
final class HadoopFiles extends FileSystemProvider {
    static final HadoopFiles PROVIDER = new HadoopFiles();

    private HadoopFiles() {}

    private static HadoopPath of(Path path) {
        return (HadoopPath) path;
    }

    /** Something that Hadoop does with a path. */
    private interface Doing<T> {
        T by(org.apache.hadoop.fs.FileSystem files, org.apache.hadoop.fs.Path path) throws IOException;
    }

    private static <T> T with(Path path, Doing<T> doing) throws IOException {
        try {
            return doing.by(of(path).system().files(), of(path).hadoop());
        } catch (IOException e) {
            throw HadoopFileSystem.translated(e, path);
        }
    }

    @Override
    public String getScheme() {
        return "hadoop";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
        return HadoopFileSystem.of(uri);
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return HadoopFileSystem.of(uri);
    }

    @Override
    public Path getPath(URI uri) {
        return HadoopPlaces.of(uri);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return with(path, (files, file) -> StagedChannel.open(files, file, options));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options);
    }

    @Override
    public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
        return with(path, (files, file) -> files.open(file));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        FileStatus[] content = with(folder, (files, path) -> {
            if (!files.getFileStatus(path).isDirectory()) {
                throw new NotDirectoryException(folder.toString());
            }
            return files.listStatus(path);
        });
        List<Path> paths = new ArrayList<>();
        for (FileStatus each : content) {
            Path path = folder.resolve(each.getPath().getName());
            if (filter.accept(path)) {
                paths.add(path);
            }
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return paths.iterator();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        with(folder, (files, path) -> {
            if (files.exists(path)) {
                throw new org.apache.hadoop.fs.FileAlreadyExistsException(folder.toString());
            }
            return files.mkdirs(path);
        });
    }

    @Override
    public void delete(Path path) throws IOException {
        with(path, (files, file) -> {
            if (!files.delete(file, false)) {
                throw new FileNotFoundException(path.toString());
            }
            return null;
        });
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        try (InputStream in = newInputStream(source)) {
            with(target, (files, file) -> {
                try (var out = files.create(file, List.of(options).contains(StandardCopyOption.REPLACE_EXISTING))) {
                    return in.transferTo(out);
                }
            });
        }
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        try {
            boolean over = List.of(options).contains(StandardCopyOption.REPLACE_EXISTING)
                    || List.of(options).contains(StandardCopyOption.ATOMIC_MOVE);
            of(source)
                    .system()
                    .context()
                    .rename(of(source).hadoop(), of(target).hadoop(), over ? Rename.OVERWRITE : Rename.NONE);
        } catch (IOException e) {
            throw HadoopFileSystem.translated(e, source);
        }
    }

    @Override
    public boolean isSameFile(Path path, Path other) {
        return path.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    @Override
    public boolean isHidden(Path path) {
        return path.getFileName() != null && path.getFileName().toString().startsWith(".");
    }

    @Override
    public FileStore getFileStore(Path path) {
        throw new UnsupportedOperationException("Hadoop's disks are many");
    }

    /** Whether it is there; who may do what shows when it is done. */
    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        status(path);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return null;
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        if (type != BasicFileAttributes.class) {
            throw new UnsupportedOperationException("no " + type.getSimpleName());
        }
        return type.cast(new Attributes(status(path)));
    }

    /** A file system that does not answer is no file that is not there: whoever asks for that alone would say so. */
    private static FileStatus status(Path path) throws IOException {
        try {
            return with(path, (files, file) -> files.getFileStatus(file));
        } catch (java.net.SocketException | java.net.SocketTimeoutException | java.net.UnknownHostException e) {
            throw of(path).system().unreachable(e);
        }
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
        throw new UnsupportedOperationException("no attributes by name");
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException("no attributes to set");
    }
}
