package dev.azulejo.vqvae2.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import dev.azulejo.vqvae2.train.CodeStore.LevelCodes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeFileTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("codes.safetensors");
    }

    private static CodeStore store() {
        LevelCodes bottom = new LevelCodes("bottom", 8, 1, 2, new int[] {0, 1, 2, 3, 4, 7});
        return new CodeStore(List.of(bottom), new int[] {0, -1, 1}, List.of("a", "b"), 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"train\": 0, \"held_out\": 3}",
                "{\"train\": 4, \"held_out\": 0}",
                "{\"train\": -1, \"held_out\": 0}",
                "{\"train\": 1.5}",
                "{\"train\": null}",
                "{}",
                "[]",
                "none"
            })
    void aSplitThatLeavesNothingToLearnFromIsRefused(String split) {
        store().save(file());
        SafetensorsFile written = SafetensorsFile.read(file());
        Map<String, String> metadata = new HashMap<>(written.metadata());
        metadata.put("split", split);
        metadata.remove("crc32c");
        SafetensorsFile.write(file(), List.copyOf(written.tensors().values()), metadata);
        assertThatThrownBy(() -> CodeStore.load(file()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("codes.safetensors");
    }

    @Test
    void severalCodesAPositionComeBack() {
        int[] values = {0, 1, 2, 3, 4, 7, 7, 6, 5, 4, 3, 2};
        LevelCodes bottom = new LevelCodes("bottom", 8, 1, 2, 3, values);
        new CodeStore(List.of(bottom), new int[] {0, 1}, List.of("a", "b"), 1).save(file());
        assertThat(SafetensorsFile.read(file()).tensor("bottom").shape()).containsExactly(2, 1, 2, 3);
        LevelCodes read = CodeStore.load(file()).level("bottom");
        assertThat(read.depth()).isEqualTo(3);
        assertThat(read.positions()).isEqualTo(6);
        assertThat(read.values()).containsExactly(values);
    }

    @Test
    void codesOfNothingAreRefused() {
        write(
                NamedArray.of("bottom", new int[0], 0, 1, 2),
                NamedArray.of("labels", new int[0], 0),
                NamedArray.of("part", new int[0], 0));
        assertThatThrownBy(() -> CodeStore.load(file()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("expected labels of at least one image");
        write(
                NamedArray.of("bottom", new int[0], 3, 0, 2),
                NamedArray.of("labels", new int[3], 3),
                NamedArray.of("part", new int[] {0, 0, 1}, 3));
        assertThatThrownBy(() -> CodeStore.load(file()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("expected codes [3, height, width]");
    }

    @Test
    void codesOfOtherProgramsMayBeLong() {
        CodeStore store = store();
        write(
                NamedArray.of("bottom", longs(store.level("bottom").values()), 3, 1, 2),
                NamedArray.of("labels", longs(store.labels()), 3),
                NamedArray.of("part", new int[] {0, 0, 1}, 3));
        CodeStore back = CodeStore.load(file());
        assertThat(back.level("bottom").values())
                .isEqualTo(store.level("bottom").values());
        assertThat(back.labels()).isEqualTo(store.labels());
        write(
                NamedArray.of("bottom", new long[] {0, 1, 2, 3, 4, 1L << 32}, 3, 1, 2),
                NamedArray.of("labels", longs(store.labels()), 3),
                NamedArray.of("part", new int[] {0, 0, 1}, 3));
        assertThatThrownBy(() -> CodeStore.load(file())).hasMessageContaining("found 4294967296");
    }

    private void write(NamedArray... tensors) {
        store().save(file());
        Map<String, String> metadata =
                new HashMap<>(SafetensorsFile.read(file()).metadata());
        metadata.remove("crc32c");
        SafetensorsFile.write(file(), List.of(tensors), metadata);
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}
