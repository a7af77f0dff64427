package dev.azulejo.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.azulejo.nn.faults.Fault;
import dev.azulejo.nn.faults.FaultyFiles;
import dev.azulejo.nn.faults.Trials;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file or folder is the old one or the new one, at whatever change of the disk its writer dies or fails. */
class AtomicFaultsTest {
    @TempDir
    Path folder;

    private static void file(Path target, String text) {
        AtomicFiles.text(target.resolve("some/where/f"), text);
    }

    private static void directory(Path target, String text) {
        AtomicFiles.directory(target.resolve("d"), d -> {
            AtomicFiles.text(d.resolve("x"), text);
            Files.writeString(d.resolve("y"), text);
        });
    }

    private interface Writer {
        void write(Path target, String text);
    }

    @ParameterizedTest
    @EnumSource(Fault.Kind.class)
    void filesAreOldOrNew(Fault.Kind kind) throws IOException {
        strike(kind, AtomicFaultsTest::file, Map.of("some/where/f", "old"), Map.of("some/where/f", "new"), false);
    }

    /** Between the two moves of a replacement neither has the name; the next writer brings one back. */
    @ParameterizedTest
    @EnumSource(Fault.Kind.class)
    void foldersAreOldOrNewOrComeBack(Fault.Kind kind) throws IOException {
        strike(
                kind,
                AtomicFaultsTest::directory,
                Map.of("d/x", "old", "d/y", "old"),
                Map.of("d/x", "new", "d/y", "new"),
                true);
    }

    private void strike(
            Fault.Kind kind, Writer writer, Map<String, String> old, Map<String, String> now, boolean mayBeAside)
            throws IOException {
        Fault counter = Fault.none();
        Path first = Files.createDirectory(folder.resolve("first"));
        writer.write(first, "old");
        writer.write(new FaultyFiles(counter).path(first), "new");
        assertThat(counter.count()).isGreaterThan(3);
        for (int at = 1; at <= counter.count(); at++) {
            Path place = Files.createDirectory(folder.resolve(kind + "-" + at));
            writer.write(place, "old");
            Path faulty = new FaultyFiles(new Fault(kind, at, at)).path(place);
            Throwable end = catchThrowable(() -> writer.write(faulty, "new"));
            if (end != null && !(end instanceof Fault.Crash)) {
                assertThat(end).isInstanceOf(UserException.class).hasMessageContaining("cannot write ");
            }
            Map<String, String> left = visible(place);
            if (!(mayBeAside && left.isEmpty())) {
                assertThat(left).as("change " + at).isIn(old, now);
            }
            writer.write(place, "new");
            assertThat(visible(place)).isEqualTo(now);
            assertThat(Trials.content(place)).as("nothing is left aside").hasSameSizeAs(now);
        }
    }

    private static Map<String, String> visible(Path place) throws IOException {
        Map<String, String> all = Trials.content(place);
        all.keySet().removeIf(name -> name.startsWith(".") || name.contains("/."));
        all.replaceAll((name, hex) ->
                new String(java.util.HexFormat.of().parseHex(hex), java.nio.charset.StandardCharsets.UTF_8));
        return all;
    }
}
