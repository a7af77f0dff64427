package dev.azulejo.nn.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether files are what they were: without reading them, by name, size, time of the last write and time of the last
 * change, which no program can set back; or by their bytes, where a file system has no such time, or a file changed so lately
 * that another change might bear the same time.
 */
final class FileStamps {
    /** The coarsest file systems count in steps of two seconds. */
    static final long LATELY = TimeUnit.SECONDS.toNanos(3);

    private static final int BLOCK = 1 << 16;

    private FileStamps() {}

    private interface Stamp {
        String of(Path file) throws IOException;
    }

    /** Thrown for a file that cannot be told by its times. */
    private static final class Unsettled extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * One hash of the names, sizes and times of files in their order.
     *
     * @param settings what else must be the same
     * @param folder which the names count from
     * @param files in or below it
     * @param lately nanoseconds that a file must not have changed for
     * @return hexadecimal digits; empty if a file cannot be told by its times, or not be looked at
     */
    static Optional<String> byTimes(String settings, Path folder, List<Path> files, long lately) {
        long settled = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - lately;
        return hashed(settings, folder, files, file -> times(file, settled));
    }

    /**
     * One hash of the names and bytes of files in their order.
     *
     * @param settings what else must be the same
     * @param folder which the names count from
     * @param files in or below it
     * @return hexadecimal digits; empty if a file cannot be read
     */
    static Optional<String> byBytes(String settings, Path folder, List<Path> files) {
        return hashed(settings, folder, files, FileStamps::bytes);
    }

    private static Optional<String> hashed(String settings, Path folder, List<Path> files, Stamp stamp) {
        try {
            List<String> stamps = files.parallelStream()
                    .map(file -> {
                        try {
                            String name = folder.relativize(file).toString();
                            return "\n" + name.length() + " " + name + " " + stamp.of(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
            MessageDigest hash = sha256();
            hash.update(settings.getBytes(StandardCharsets.UTF_8));
            stamps.forEach(line -> hash.update(line.getBytes(StandardCharsets.UTF_8)));
            return Optional.of(HexFormat.of().formatHex(hash.digest()));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static String times(Path file, long settled) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            throw new Unsettled();
        }
        Map<String, Object> found = Files.readAttributes(file, "unix:size,ino,ctime,lastModifiedTime");
        long changed = ((FileTime) found.get("ctime")).to(TimeUnit.NANOSECONDS);
        long written = ((FileTime) found.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS);
        if (Math.max(changed, written) > settled) {
            throw new Unsettled();
        }
        return found.get("size") + " " + found.get("ino") + " " + changed + " " + written;
    }

    private static String bytes(Path file) throws IOException {
        MessageDigest hash = sha256();
        byte[] block = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                hash.update(block, 0, n);
            }
        }
        return HexFormat.of().formatHex(hash.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
