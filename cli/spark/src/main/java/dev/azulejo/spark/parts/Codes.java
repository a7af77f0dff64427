package dev.azulejo.spark.parts;

import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.CodeStore.LevelCodes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The codes of a range of images, as they travel.
 *
 * @param range which images
 * @param levels codes per level, the bottom first
 * @param labels class of each image
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Codes(Range range, ArrayList<int[]> levels, int... labels) implements Serializable {
    /** All of a store. */
    public static Codes of(CodeStore store, Range range) {
        ArrayList<int[]> levels = new ArrayList<>();
        store.levels().forEach(level -> levels.add(level.values()));
        return new Codes(range, levels, store.labels());
    }

    /** Some of a store. */
    public static Codes cut(CodeStore store, Range range) {
        ArrayList<int[]> levels = new ArrayList<>();
        for (LevelCodes level : store.levels()) {
            int size = level.positions();
            levels.add(Arrays.copyOfRange(level.values(), range.from() * size, range.to() * size));
        }
        return new Codes(range, levels, Arrays.copyOfRange(store.labels(), range.from(), range.to()));
    }

    /** As a store, none of it held out. */
    public CodeStore store(ModelConfig model) {
        return join(model, List.of(this), List.of(), new BitSet());
    }

    /** One store of parts that follow each other. */
    public static CodeStore join(ModelConfig model, List<Codes> parts, List<String> classes, BitSet heldOut) {
        List<LevelCodes> levels = new ArrayList<>();
        for (int level = 0; level < model.levels(); level++) {
            int number = level;
            int[] values = parts.stream()
                    .flatMapToInt(part -> Arrays.stream(part.levels().get(number)))
                    .toArray();
            levels.add(LevelCodes.of(model, level, model.grid(level), model.grid(level), values));
        }
        int[] labels = parts.stream()
                .flatMapToInt(part -> Arrays.stream(part.labels()))
                .toArray();
        return new CodeStore(List.copyOf(levels), labels, classes, heldOut, Optional.empty());
    }
}
