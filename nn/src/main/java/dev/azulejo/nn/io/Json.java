package dev.azulejo.nn.io;

import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads and writes JSON (RFC 8259), strictly.
 *
 * <p>Values are {@code Map<String, Object>} (in the order of the text), {@code List<Object>}, {@link String},
 * {@link Long} (a number without fraction and exponent), {@link Double}, {@link Boolean} and null. Refused: a name
 * twice in one object, nesting deeper than {@value #MAX_DEPTH}, whole numbers beyond a long, numbers beyond a double,
 * and anything after the value.
 */
public final class Json {
    /** The deepest nesting of objects and lists that is read or written. */
    public static final int MAX_DEPTH = 64;

    private Json() {}

    /**
     * Reads one value.
     *
     * @param text JSON
     * @param name what the text is, for errors: usually the file
     * @return the value
     * @throws UserException naming the line and the column if the text is not JSON
     */
    public static Object read(String text, String name) {
        return new JsonParser(text, name).value();
    }

    /**
     * Reads one value from UTF-8.
     *
     * @param utf8 JSON
     * @param name what the text is, for errors: usually the file
     * @return the value
     * @throws UserException if the bytes are not UTF-8, or naming the line and the column if the text is not JSON
     */
    public static Object read(byte[] utf8, String name) {
        try {
            return read(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(utf8))
                            .toString(),
                    name);
        } catch (CharacterCodingException e) {
            throw new UserException(name + ": not valid JSON: its bytes are not UTF-8 text", e);
        }
    }

    /**
     * Reads a file that holds one object.
     *
     * @param file a UTF-8 file
     * @return the object, with the file's name for errors
     * @throws UserException if the file cannot be read, is not JSON, or holds something other than an object
     */
    public static JsonObject readObject(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
        return JsonObject.of(read(bytes, file.toString()), file.toString());
    }

    /**
     * Writes a value on one line, without spaces.
     *
     * <p>Any {@link Number} of the JDK's boxed types is taken; floats and doubles get the fewest digits that read back
     * to the same bits.
     *
     * @param value a map with string keys, a list, a string, a number, a boolean or null, nested
     * @return JSON; maps keep their iteration order
     * @throws IllegalArgumentException for another type, a NaN or an infinity, or too deep nesting
     */
    public static String write(Object value) {
        return new JsonPrinter(false).print(value);
    }

    /**
     * Writes a value for people: two spaces of indentation a level, lists of plain values on one line, and a newline
     * at the end.
     *
     * @param value as for {@link #write}
     * @return JSON
     * @throws IllegalArgumentException as {@link #write}
     */
    public static String writePretty(Object value) {
        return new JsonPrinter(true).print(value) + "\n";
    }
}
