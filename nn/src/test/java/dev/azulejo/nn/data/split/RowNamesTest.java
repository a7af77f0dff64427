package dev.azulejo.nn.data.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.ImageData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowNamesTest {
    @TempDir
    Path folder;

    @Test
    void whatCsvHasAMeaningForIsQuoted() throws Exception {
        List<String> names = List.of("a/1.png", "b, c/\"2\".png", "two\nlines.png", " space.png");
        ImageData images =
                ArrayImageData.of("x", 1, 1, 1, List.of("plain", "with, comma"), new int[] {0, 1, -1, 0}, new byte[4]);
        BitSet held = new BitSet();
        held.set(1);
        Path file = RowNames.beside(folder.resolve("codes.safetensors"));
        RowNames.save(file, new Split(images, held, names::get, List.of(), LoadReport.EVERY_TENTH));
        assertThat(file).hasFileName("codes.rows.csv");
        assertThat(Files.readString(file)).isEqualTo("""
            row,path,class,part
            0,a/1.png,plain,train
            1,"b, c/""2"".png","with, comma",held-out
            2,"two
            lines.png",,train
            3," space.png",plain,train
            """);
    }
}
