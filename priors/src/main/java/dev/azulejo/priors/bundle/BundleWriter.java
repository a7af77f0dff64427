package dev.azulejo.priors.bundle;

import dev.azulejo.nn.io.Checksum;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.run.RunInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files as a zip archive: first a list of them with sizes and checksums, then each, without times. */
final class BundleWriter {
    static final int FORMAT = 1;
    static final String LIST = "bundle.json";

    /** The earliest that an archive can say, so that the same run is the same bytes. */
    private static final LocalDateTime NEVER = LocalDateTime.of(1980, 1, 1, 0, 0);

    private BundleWriter() {}

    static byte[] zip(Map<String, byte[]> files) {
        Map<String, Object> listed = new LinkedHashMap<>();
        files.forEach((name, content) -> {
            Map<String, Object> about = new LinkedHashMap<>();
            about.put("bytes", content.length);
            about.put(Checksum.MEMBER, Checksum.of(content));
            listed.put(name, about);
        });
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("format", FORMAT);
        list.put("azulejo", RunInfo.VERSION);
        list.put("files", listed);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, LIST, Json.writePretty(Checksum.sealed(list)).getBytes(StandardCharsets.UTF_8));
            for (var file : files.entrySet()) {
                add(zip, file.getKey(), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NEVER);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
