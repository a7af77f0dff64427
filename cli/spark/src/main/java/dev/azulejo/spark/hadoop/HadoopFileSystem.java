package dev.azulejo.spark.hadoop;

import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/** One of Hadoop's file systems, by scheme and authority. Two of the same are equal. */
final class HadoopFileSystem extends FileSystem {
    private final String root;

    private HadoopFileSystem(String root) {
        this.root = root;
    }

    static HadoopFileSystem of(URI url) {
        String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
        return new HadoopFileSystem(url.getScheme().toLowerCase(Locale.ROOT) + "://" + authority);
    }

    /** Scheme and authority. */
    String root() {
        return root;
    }

    /** Hadoop's own, which it keeps; {@code spark.hadoop.} settings count. */
    org.apache.hadoop.fs.FileSystem files() {
        try {
            return org.apache.hadoop.fs.FileSystem.get(URI.create(root + "/"), configuration());
        } catch (IOException | RuntimeException e) { // An unknown host is said by an IllegalArgumentException.
            throw unreachable(e);
        }
    }

    /** What renames one file over another at once, where the file system can. */
    FileContext context() {
        try {
            return FileContext.getFileContext(URI.create(root + "/"), configuration());
        } catch (IOException | RuntimeException e) {
            throw unreachable(e);
        }
    }

    /** What is wrong, in a line with the host and the port. */
    UserException unreachable(Exception e) {
        String why =
                String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
        return new UserException(
                root + ": cannot be reached (" + (why.isEmpty() ? e.getClass().getSimpleName() : why)
                        + "); see that it runs there, and that Spark has its client and settings"
                        + " (spark.hadoop.*, HADOOP_CONF_DIR)",
                e);
    }

    private static Configuration configuration() {
        SparkEnv here = SparkEnv.get();
        return SparkHadoopUtil.get().newConfiguration(here == null ? new SparkConf() : here.conf());
    }

    @Override
    public FileSystemProvider provider() {
        return HadoopFiles.PROVIDER;
    }

    @Override
    public Path getPath(String first, String... more) {
        return new HadoopPath(this, Path.of(first, more));
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("others use it");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(getPath("/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        PathMatcher local = FileSystems.getDefault().getPathMatcher(pattern);
        return path -> path instanceof HadoopPath(var _, Path inner) && local.matches(inner);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException("no owners");
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException("no watching");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HadoopFileSystem system && system.root.equals(root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    /** Hadoop's exceptions as the JDK's. */
    static IOException translated(IOException e, Path path) {
        return switch (e) {
            case java.io.FileNotFoundException _ -> caused(new java.nio.file.NoSuchFileException(path.toString()), e);
            case org.apache.hadoop.fs.FileAlreadyExistsException _ ->
                caused(new java.nio.file.FileAlreadyExistsException(path.toString()), e);
            case org.apache.hadoop.security.AccessControlException _ ->
                caused(new java.nio.file.AccessDeniedException(path.toString()), e);
            case org.apache.hadoop.fs.PathIsNotEmptyDirectoryException _ ->
                caused(new java.nio.file.DirectoryNotEmptyException(path.toString()), e);
            default -> e;
        };
    }

    private static IOException caused(IOException translated, IOException cause) {
        translated.initCause(cause);
        return translated;
    }
}
