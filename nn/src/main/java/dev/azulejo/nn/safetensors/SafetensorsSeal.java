package dev.azulejo.nn.safetensors;

import dev.azulejo.nn.io.Checksum;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.message.UserException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import java.util.zip.CRC32C;

/** A checksum in the metadata of a file of tensors, which tells whether they are as they were written. */
public final class SafetensorsSeal {
    private SafetensorsSeal() {}

    /**
     * The checksum of tensors and strings about them, in whatever order. Whole numbers count as such: the same ones in 32 and in 64 bits
     * have the same checksum.
     *
     * @param tensors with different names
     * @param metadata the strings; one under {@link Checksum#MEMBER} does not count
     * @return eight hexadecimal digits
     */
    public static String of(Collection<NamedArray> tensors, Map<String, String> metadata) {
        CRC32C crc = new CRC32C();
        Map<String, String> others = new TreeMap<>(metadata);
        others.remove(Checksum.MEMBER);
        crc.update(Json.write(others).getBytes(StandardCharsets.UTF_8));
        tensors.stream().sorted(Comparator.comparing(NamedArray::name)).forEach(tensor -> {
            crc.update((Json.write(tensor.name()) + Arrays.toString(tensor.shape())).getBytes(StandardCharsets.UTF_8));
            switch (tensor.array()) {
                case float[] a -> update(crc, a.length, i -> Float.floatToRawIntBits(a[i]));
                case int[] a -> update(crc, a.length, i -> a[i]);
                case long[] a -> update(crc, a.length, i -> a[i]);
                case byte[] a -> update(crc, a.length, i -> a[i]);
                default -> throw new AssertionError(tensor);
            }
        });
        return Checksum.digits(crc);
    }

    /**
     * Refuses a file of tensors that is not as it was written; one without a checksum in its metadata passes.
     *
     * @param file as it was read
     * @throws UserException naming the file, and what to do if the change was meant
     */
    public static void requireSeal(SafetensorsFile file) {
        String written = file.metadata().get(Checksum.MEMBER);
        if (written != null && !written.equals(of(file.tensors().values(), file.metadata()))) {
            throw Checksum.changed(file.file().toString());
        }
    }

    private static void update(CRC32C crc, int length, IntToLongFunction element) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 13);
        for (int i = 0; i < length; i++) {
            buffer.putLong(element.applyAsLong(i));
            if (!buffer.hasRemaining() || i == length - 1) {
                crc.update(buffer.flip());
                buffer.clear();
            }
        }
    }
}
