package dev.azulejo.nn.safetensors;

import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The header of a safetensors file, checked in full against the size of the data that follows it.
 *
 * @param entries in the header's order
 * @param metadata strings, in the header's order
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
    /** Longest text from a file that an error repeats. */
    private static final int SHOWN = 80;

    private static final int MAX_RANK = 32;

    /** One tensor: elements of {@code stored} type in the bytes {@code start} to {@code end} of the data. */
    @SuppressWarnings("ArrayRecordComponent")
    record Entry(String name, DType stored, int[] shape, long start, long end) {}

    /**
     * Reads and checks a header.
     *
     * @param json the header's bytes
     * @param dataSize how many bytes follow it in the file
     * @param file for errors
     */
    static SafetensorsHeader parse(byte[] json, long dataSize, Path file) {
        JsonObject object = JsonObject.of(Json.read(json, file + ": header"), file + ": header");
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        object.members().forEach((name, value) -> {
            if (name.equals(SafetensorsWriter.METADATA)) {
                JsonObject.of(value, file + ": " + name).members().forEach((key, text) -> {
                    if (!(text instanceof String s)) {
                        throw new UserException(file + ": " + name + ": expected a string under " + shown(key)
                                + ", found another kind of value");
                    }
                    metadata.put(key, s);
                });
            } else {
                entries.add(entry(name, JsonObject.of(value, file + ": tensor " + shown(name)), dataSize));
            }
        });
        checkCover(entries, dataSize, file);
        return new SafetensorsHeader(entries, metadata);
    }

    private static Entry entry(String name, JsonObject entry, long dataSize) {
        Set<String> keys = Set.of("dtype", "shape", "data_offsets");
        for (String key : entry.members().keySet()) {
            if (!keys.contains(key)) {
                throw new UserException(
                        entry.name() + ": expected dtype, shape and data_offsets, found also " + shown(key));
            }
        }
        String typeName = entry.text("dtype");
        DType type = DType.named(typeName)
                .orElseThrow(() -> new UserException(entry.name() + ": dtype " + shown(typeName)
                        + " cannot be read; expected one of " + Arrays.toString(DType.values())));
        List<Object> sizes = entry.list("shape");
        if (sizes.size() > MAX_RANK) {
            throw new UserException(
                    entry.name() + ": expected a shape of at most " + MAX_RANK + " sizes, found " + sizes.size());
        }
        int[] shape = new int[sizes.size()];
        BigInteger elements = BigInteger.ONE;
        for (int i = 0; i < shape.length; i++) {
            if (!(sizes.get(i) instanceof Long size) || size < 0 || size > Integer.MAX_VALUE) {
                throw new UserException(entry.name() + ": expected sizes from 0 to " + Integer.MAX_VALUE
                        + " in its shape, found " + shown(String.valueOf(sizes.get(i))));
            }
            shape[i] = (int) (long) size;
            elements = elements.multiply(BigInteger.valueOf(size));
        }
        List<Object> offsets = entry.list("data_offsets");
        if (offsets.size() != 2
                || !(offsets.get(0) instanceof Long start)
                || !(offsets.get(1) instanceof Long end)
                || start < 0
                || end < start) {
            throw new UserException(entry.name() + ": expected data_offsets [start, end] with 0 <= start <= end, found "
                    + shown(offsets.toString()));
        }
        if (end > dataSize) {
            throw new UserException(entry.name() + ": its data ends at byte " + end + ", but the file has only "
                    + dataSize + " bytes of data; it is cut short or its header lies: fetch or make it again");
        }
        BigInteger needed = elements.multiply(BigInteger.valueOf(type.size()));
        if (!needed.equals(BigInteger.valueOf(end - start))) {
            throw new UserException(entry.name() + ": expected " + shown(needed.toString()) + " bytes for " + type + " "
                    + shown(Arrays.toString(shape)) + ", found data_offsets of " + (end - start) + " bytes");
        }
        if (elements.bitLength() > 31) {
            throw new UserException(
                    entry.name() + ": expected at most " + Integer.MAX_VALUE + " elements, found " + elements);
        }
        return new Entry(name, type, shape, start, end);
    }

    /** Every byte of the data belongs to exactly one tensor. */
    private static void checkCover(List<Entry> entries, long dataSize, Path file) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::start).thenComparingLong(Entry::end));
        long covered = 0;
        String before = "the header";
        for (Entry entry : sorted) {
            if (entry.start() != covered) {
                throw new UserException(
                        file + ": tensor " + shown(entry.name()) + ": expected its data to start at byte " + covered
                                + ", where " + before + " ends, found " + entry.start());
            }
            covered = entry.end();
            before = "tensor " + shown(entry.name());
        }
        if (covered != dataSize) {
            throw new UserException(file + ": expected " + covered + " bytes of data, as its header says, found "
                    + (dataSize - covered) + " more at the end");
        }
    }

    private static String shown(String text) {
        String printable = text.replaceAll("\\p{C}", "?");
        return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN) + "...";
    }
}
