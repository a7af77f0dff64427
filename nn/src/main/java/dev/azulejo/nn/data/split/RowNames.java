package dev.azulejo.nn.data.split;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.io.AtomicFiles;
import java.io.BufferedWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * A table of which row is which image, for files that hold something of each image of a source in its order: {@code row,
 * path, class, part} as CSV (RFC 4180), with a line of these names first.
 */
public final class RowNames {
    private RowNames() {}

    /**
     * The path of a file's table.
     *
     * @param file such as {@code codes.safetensors}
     * @return such as {@code codes.rows.csv}
     */
    public static Path beside(Path file) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.safetensors$", "") + ".rows.csv");
    }

    /**
     * Writes the table of a source, whole or not at all.
     *
     * @param file the final name
     * @param split the images
     * @throws dev.azulejo.nn.message.UserException if it cannot be written
     */
    public static void save(Path file, Split split) {
        ImageData images = split.images();
        save(
                file,
                images.count(),
                split::name,
                row -> images.label(row) < 0 ? "" : images.classes().get(images.label(row)),
                split::isHeldOut);
    }

    /**
     * Writes a table, whole or not at all.
     *
     * @param file the final name
     * @param rows how many
     * @param path of each row's image
     * @param className of each row's image, empty for none
     * @param heldOut whether each row's image is held out
     * @throws dev.azulejo.nn.message.UserException if it cannot be written
     */
    public static void save(
            Path file, int rows, IntFunction<String> path, IntFunction<String> className, IntPredicate heldOut) {
        AtomicFiles.file(file, out -> {
            Writer table = new BufferedWriter(Channels.newWriter(out, StandardCharsets.UTF_8));
            table.write("row,path,class,part\n");
            for (int row = 0; row < rows; row++) {
                table.write(row + "," + quoted(path.apply(row)) + "," + quoted(className.apply(row)) + ","
                        + (heldOut.test(row) ? "held-out" : "train") + "\n");
            }
            table.flush();
        });
    }

    private static String quoted(String field) {
        return field.matches("(?s)[^,\"\r\n]*") && field.equals(field.strip())
                ? field
                : "\"" + field.replace("\"", "\"\"") + "\"";
    }
}
