package dev.azulejo.nn.safetensors;

import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lays out and streams a safetensors file through one small buffer. */
final class SafetensorsWriter {
    static final String METADATA = "__metadata__";
    private static final int BUFFER = 1 << 20;

    private SafetensorsWriter() {}

    static void write(Path file, List<NamedArray> tensors, Map<String, String> metadata) {
        List<NamedArray> laidOut = new ArrayList<>(tensors);
        laidOut.sort(Comparator.comparingInt(t -> -t.dtype().size()));
        byte[] header = header(tensors, laidOut, metadata);
        AtomicFiles.file(file, out -> {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
            drain(buffer.putLong(header.length), out);
            ByteBuffer rest = ByteBuffer.wrap(header);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            for (NamedArray tensor : laidOut) {
                stream(tensor, buffer, out);
            }
        });
    }

    private static byte[] header(List<NamedArray> tensors, List<NamedArray> laidOut, Map<String, String> metadata) {
        Map<String, Long> starts = new LinkedHashMap<>();
        long end = 0;
        for (NamedArray tensor : laidOut) {
            if (starts.put(checkText(tensor.name()), end) != null) {
                throw new IllegalArgumentException("SafetensorsFile.write: two tensors named " + tensor.name());
            }
            end += bytes(tensor);
        }
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            metadata.forEach((key, value) -> {
                checkText(key);
                checkText(value);
            });
            header.put(METADATA, metadata);
        }
        for (NamedArray tensor : tensors) {
            if (tensor.name().isEmpty() || tensor.name().equals(METADATA)) {
                throw new IllegalArgumentException(
                        "SafetensorsFile.write: a tensor may not be named \"" + tensor.name() + "\"");
            }
            long start = starts.get(tensor.name());
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", tensor.dtype().name());
            entry.put("shape", Arrays.stream(tensor.shape()).boxed().collect(Collectors.toList()));
            entry.put("data_offsets", List.of(start, start + bytes(tensor)));
            header.put(tensor.name(), entry);
        }
        byte[] json = Json.write(header).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static String checkText(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("SafetensorsFile.write: not Unicode text: " + Json.write(text));
        }
        return text;
    }

    private static long bytes(NamedArray tensor) {
        return NamedArray.elements(tensor.shape()) * tensor.dtype().size();
    }

    private static void stream(NamedArray tensor, ByteBuffer buffer, FileChannel out) throws IOException {
        int size = tensor.dtype().size();
        int elements = (int) NamedArray.elements(tensor.shape());
        for (int at = 0; at < elements; ) {
            int n = Math.min(elements - at, BUFFER / size);
            switch (tensor.array()) {
                case float[] a -> buffer.asFloatBuffer().put(a, at, n);
                case int[] a -> buffer.asIntBuffer().put(a, at, n);
                case long[] a -> buffer.asLongBuffer().put(a, at, n);
                case byte[] a -> buffer.slice().put(a, at, n);
                default -> throw new AssertionError(tensor);
            }
            drain(buffer.position(n * size), out);
            at += n;
        }
    }

    private static void drain(ByteBuffer buffer, FileChannel out) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
        buffer.clear();
    }
}
