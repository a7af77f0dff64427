package dev.azulejo.vqvae2.exchange;

import dev.azulejo.nn.data.split.RowNames;
import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.Npy;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.RunCodes;
import java.nio.file.Path;
import java.util.List;

/**
 * The codes of images for anybody's prior: {@code LEVEL.npy}, int32 {@code [N,h,w]} ({@code [N,h,w,Q]} for Q codes per
 * position), and {@code names.csv}, which says what each row is.
 *
 * @param store the codes
 * @param names of the images, in the order of the rows; none if they are not known
 */
public record CodesFolder(CodeStore store, List<String> names) {
    /** The table of the rows: {@code row, path, class, part}. */
    public static final String NAMES = "names.csv";

    /**
     * The codes of a file, with the names that are in it.
     *
     * @param store what was read
     * @param file where it was read
     * @return the codes
     * @throws dev.azulejo.nn.message.UserException if it cannot be read
     */
    public static CodesFolder of(CodeStore store, Path file) {
        return new CodesFolder(store, RunCodes.names(file));
    }

    /**
     * Writes the folder.
     *
     * @param folder the folder; one of that name is replaced
     * @throws dev.azulejo.nn.message.UserException if it cannot be written
     */
    public void write(Path folder) {
        AtomicFiles.directory(folder, aside -> {
            for (CodeStore.LevelCodes level : store.levels()) {
                int[] shape = level.shape(store.count()).sizes().stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
                Npy.write(aside.resolve(level.name() + ".npy"), level.values(), shape);
            }
            RowNames.save(
                    aside.resolve(NAMES),
                    store.count(),
                    row -> names.isEmpty() ? "" : names.get(row),
                    row -> store.labels()[row] < 0 ? "" : store.classes().get(store.labels()[row]),
                    row -> store.heldOut().get(row));
        });
    }
}
