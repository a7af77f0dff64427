package dev.azulejo.nn.io;

import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * CRC32C (RFC 3720, appendix B.4), as eight hexadecimal digits: finds bytes that a disk or a copy has changed. A
 * processor computes it faster than a disk reads.
 */
public final class Checksum {
    /** The member of a JSON object that holds the checksum of the others. */
    public static final String MEMBER = "crc32c";

    private static final int BUFFER = 1 << 20;

    private Checksum() {}

    /**
     * The checksum of all bytes of a file.
     *
     * @param file the file
     * @return eight hexadecimal digits
     * @throws UserException if it cannot be read
     */
    public static String of(Path file) {
        return of(file, Long.MAX_VALUE);
    }

    /**
     * The checksum of the first bytes of a file.
     *
     * @param file the file
     * @param bytes how many; all of them if there are fewer
     * @return eight hexadecimal digits
     * @throws UserException if it cannot be read
     */
    public static String of(Path file, long bytes) {
        CRC32C crc = new CRC32C();
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(Math.min(bytes, in.size()), 1, BUFFER));
            for (long rest = bytes; rest > 0; ) {
                int n = in.read(buffer.clear().limit((int) Math.min(rest, buffer.capacity())));
                if (n < 0) {
                    break;
                }
                crc.update(buffer.flip());
                rest -= n;
            }
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
        return digits(crc);
    }

    /**
     * The checksum of a text, as UTF-8.
     *
     * @param text the text
     * @return eight hexadecimal digits
     */
    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The checksum of bytes.
     *
     * @param bytes the bytes
     * @return eight hexadecimal digits
     */
    public static String of(byte... bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return digits(crc);
    }

    /**
     * The members of a JSON object with their own checksum after them.
     *
     * @param members JSON values, as {@link Json} takes them
     * @return a copy that has one more
     */
    public static Map<String, Object> sealed(Map<String, Object> members) {
        Map<String, Object> copy = new LinkedHashMap<>(members);
        copy.put(MEMBER, ofMembers(copy));
        return copy;
    }

    /**
     * Refuses a JSON object that is not as it was sealed; one that was written without a checksum passes. White space and
     * the order of the members do not matter.
     *
     * @param object as it was read
     * @throws UserException naming the object, and what to do if the change was meant
     */
    public static void requireSeal(JsonObject object) {
        if (object.has(MEMBER) && !object.members().get(MEMBER).equals(ofMembers(object.members()))) {
            throw changed(object.name());
        }
    }

    /**
     * What is wrong with a file that does not match its checksum.
     *
     * @param name of the file
     * @return a failure that says what to do
     */
    public static UserException changed(String name) {
        return new UserException(
                name + ": is not as it was written, for its checksum is another one; bring it back, or, if"
                        + " it was changed on purpose, take \"" + MEMBER + "\" out of it");
    }

    private static String ofMembers(Map<String, Object> members) {
        Map<String, Object> others = new TreeMap<>(members);
        others.remove(MEMBER);
        return of(Json.write(sorted(others)));
    }

    private static Object sorted(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new TreeMap<>();
                map.forEach((key, item) -> copy.put(key, sorted(item)));
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(sorted(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    /**
     * A checksum as it is written.
     *
     * @param crc has seen the bytes
     * @return eight hexadecimal digits
     */
    public static String digits(CRC32C crc) {
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
