package dev.azulejo.nn.safetensors;

import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.message.UserException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A safetensors file in memory: tensors by name, and strings about them.
 *
 * <p>The format (of huggingface/safetensors): eight bytes with the header's length, little-endian; the header, a JSON
 * object from each tensor's name to its {@code dtype}, {@code shape} and {@code data_offsets}, and optionally strings
 * under {@code __metadata__}; then the tensors' bytes, little-endian, row by row, without holes.
 *
 * @param file where it was read
 * @param tensors by name, in the header's order
 * @param unread types of the tensors that were skipped, since nothing here holds such, by name
 * @param metadata the strings under {@code __metadata__}, in the header's order
 */
public record SafetensorsFile(
        Path file, Map<String, NamedArray> tensors, Map<String, DType> unread, Map<String, String> metadata) {
    /**
     * Copies the maps.
     *
     * @param file where it was read
     * @param tensors by name
     * @param unread types by name
     * @param metadata strings
     */
    public SafetensorsFile {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        unread = Collections.unmodifiableMap(new LinkedHashMap<>(unread));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Reads a file whole; everything that its header says is checked against the file's size first.
     *
     * @param file a safetensors file
     * @return what is in it; F16, BF16 and F64 as F32, BOOL as U8
     * @throws UserException naming the file, the tensor, what was found and what was expected, if it cannot be read or
     *     is not what the format asks
     */
    public static SafetensorsFile read(Path file) {
        return SafetensorsReader.read(file);
    }

    /**
     * Writes a file, whole or not at all ({@link AtomicFiles#file}).
     *
     * <p>The header keeps the order given and is padded with spaces to a multiple of eight bytes; the bytes of wider
     * types come first, so that every tensor is aligned to its element.
     *
     * @param file the final name; a file of that name is replaced
     * @param tensors with different names
     * @param metadata strings to put under {@code __metadata__}; none is written if empty
     * @throws UserException if the file cannot be written
     * @throws IllegalArgumentException if a name is there twice, empty, {@code __metadata__} or not Unicode text
     */
    public static void write(Path file, List<NamedArray> tensors, Map<String, String> metadata) {
        SafetensorsWriter.write(file, tensors, metadata);
    }

    /**
     * A tensor that must be there.
     *
     * @param name its name
     * @return the tensor
     * @throws UserException naming the file if there is none
     */
    public NamedArray tensor(String name) {
        NamedArray tensor = tensors.get(name);
        if (unread.containsKey(name)) {
            throw new UserException(file + ": tensor " + name + ": dtype " + unread.get(name)
                    + " cannot be read; save it as F32, or as I32 if it is of whole numbers");
        }
        if (tensor == null) {
            String known = tensors.keySet().stream().limit(5).collect(Collectors.joining(", "));
            throw new UserException(file + ": no tensor " + name + "; it holds "
                    + (tensors.isEmpty() ? "none" : known + (tensors.size() > 5 ? ", ..." : "")));
        }
        return tensor;
    }

    /**
     * The float32 values of a tensor that must be there with a certain shape.
     *
     * @param name its name
     * @param shape its sizes, outermost first
     * @return its elements, row by row; the array itself
     * @throws UserException naming the file if it is missing, of another type or of another shape
     */
    public float[] floats(String name, int... shape) {
        return (float[]) checked(name, DType.F32, shape).array();
    }

    /**
     * The int32 values of a tensor that must be there with a certain shape.
     *
     * @param name its name
     * @param shape its sizes, outermost first
     * @return its elements, row by row; the array itself
     * @throws UserException naming the file if it is missing, of another type or of another shape
     */
    public int[] ints(String name, int... shape) {
        return (int[]) checked(name, DType.I32, shape).array();
    }

    private NamedArray checked(String name, DType dtype, int[] shape) {
        NamedArray tensor = tensor(name);
        if (tensor.dtype() != dtype || !Arrays.equals(tensor.shape(), shape)) {
            throw new UserException(file + ": tensor " + name + ": expected " + dtype + " " + Arrays.toString(shape)
                    + ", found " + tensor.dtype() + " " + Arrays.toString(tensor.shape()));
        }
        return tensor;
    }
}
