package dev.azulejo.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    Path folder;

    @Test
    void writesAndReplacesAFileAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a/b/f.txt");
        AtomicFiles.text(file, "one");
        AtomicFiles.text(file, "twö");
        assertThat(Files.readString(file)).isEqualTo("twö");
        assertThat(names(file.getParent())).containsExactly("f.txt");
    }

    @Test
    void aFailureLeavesTheOldFileAndNoLeftover() throws IOException {
        Path file = folder.resolve("f.txt");
        AtomicFiles.text(file, "old");
        assertThatThrownBy(() -> AtomicFiles.file(file, out -> {
                    out.write(java.nio.ByteBuffer.wrap(new byte[100]));
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UserException.class)
                .hasMessage("cannot write " + file + ": no space left on device; free some and run again");
        assertThatThrownBy(() -> AtomicFiles.file(file, out -> {
                    throw new IllegalStateException("a fault of the caller");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Files.readString(file)).isEqualTo("old");
        assertThat(names(folder)).containsExactly("f.txt");
    }

    @Test
    void aFailureLeavesTheOldFolderAndNoLeftover() throws IOException {
        Path target = folder.resolve("100");
        AtomicFiles.directory(target, d -> Files.writeString(d.resolve("x"), "old"));
        assertThatThrownBy(() -> AtomicFiles.directory(target, d -> {
                    Files.writeString(d.resolve("x"), "new");
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no space left on device");
        assertThat(Files.readString(target.resolve("x"))).isEqualTo("old");
        assertThat(names(folder)).containsExactly("100");
    }

    @Test
    void replacesAFolderWhole() throws IOException {
        Path target = folder.resolve("checkpoints/100");
        AtomicFiles.directory(target, d -> {
            Files.createDirectory(d.resolve("sub"));
            Files.writeString(d.resolve("sub/y"), "1");
        });
        AtomicFiles.directory(target, d -> Files.writeString(d.resolve("x"), "2"));
        assertThat(names(target)).containsExactly("x");
        assertThat(names(target.getParent())).containsExactly("100");
    }

    @Test
    void theNameAppearsOnlyWhenTheFolderIsWhole() {
        Path target = folder.resolve("100");
        AtomicFiles.directory(target, d -> {
            Files.writeString(d.resolve("x"), "1");
            assertThat(target).doesNotExist();
            assertThat(d.getParent()).isEqualTo(target.getParent().toRealPath());
        });
        assertThat(target).isDirectory();
    }

    @Test
    void leftoversOfDeadWritersGoAndThoseOfLivingOnesStay() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        long living = ProcessHandle.current().parent().orElseThrow().pid();
        Files.createDirectories(folder.resolve(".100.partial-" + dead.pid() + "/sub"));
        Files.createDirectories(folder.resolve(".100.partial-" + living));
        Files.createDirectories(folder.resolve(".1000.partial-" + dead.pid()));
        AtomicFiles.directory(folder.resolve("100"), d -> {});
        assertThat(names(folder)).containsExactly(".100.partial-" + living, ".1000.partial-" + dead.pid(), "100");
    }

    @Test
    void aFolderMovedAsideByADeadWriterComesBack() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path old = folder.resolve(".100.partial-" + dead.pid() + "-old");
        Files.createDirectories(old);
        Files.writeString(old.resolve("x"), "good");
        assertThatThrownBy(() -> AtomicFiles.directory(folder.resolve("100"), d -> {
                    throw new IOException("out of luck");
                }))
                .isInstanceOf(UserException.class);
        assertThat(Files.readString(folder.resolve("100/x"))).isEqualTo("good");
    }

    @Test
    void refusesANameThatIsTaken() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("d"));
        Path file = Files.writeString(folder.resolve("f"), "");
        assertThatThrownBy(() -> AtomicFiles.text(taken, ""))
                .hasMessage("cannot write " + taken + ": there is a folder of that name");
        assertThatThrownBy(() -> AtomicFiles.directory(file, d -> {}))
                .hasMessage("cannot write " + file + ": there is a file of that name");
        assertThatThrownBy(() -> AtomicFiles.text(file.resolve("x"), ""))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("f is a file, not a folder");
        assertThatThrownBy(() -> AtomicFiles.text(file.resolve("x/y"), "")).isInstanceOf(UserException.class);
    }

    @Test
    void followsALink() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "1");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        AtomicFiles.text(link, "2");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.readString(real)).isEqualTo("2");
    }

    @Test
    void writesWhereADanglingLinkLeads() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("sub/../new"));
        Files.createDirectory(folder.resolve("sub"));
        AtomicFiles.text(link, "1");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.readString(folder.resolve("new"))).isEqualTo("1");
        Path lost = Files.createSymbolicLink(folder.resolve("lost"), Path.of("nowhere/new"));
        assertThatThrownBy(() -> AtomicFiles.text(lost, "1"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("nowhere/new, and there is no such folder");
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        assertThatThrownBy(() -> AtomicFiles.text(loop, "1"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("leads back to itself");
        assertThat(names(folder)).containsExactly("link", "loop", "lost", "new", "sub");
    }

    /** Nobody can put something there first: in a folder that all may write to, a name that can be guessed is a trap. */
    @Test
    void namesAsideAreNewEachTime() throws IOException {
        List<String> seen = new ArrayList<>();
        Path target = folder.resolve("f");
        for (int i = 0; i < 3; i++) {
            AtomicFiles.file(target, out -> seen.addAll(names(folder)));
        }
        seen.removeIf(name -> !name.startsWith(".f.partial-"));
        assertThat(seen).hasSize(3).doesNotHaveDuplicates().allMatch(name -> name.matches(".*-[0-9a-f]{16}"));
    }

    @Test
    void aFullDeviceIsOneLine() {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full));
        assertThatThrownBy(() -> AtomicFiles.text(full, "x"))
                .isInstanceOf(UserException.class)
                .hasMessage("cannot write /dev/full: no space left on device; free some and run again");
        AtomicFiles.text(Path.of("/dev/null"), "x");
        assertThat(Files.exists(Path.of("/dev/null"))).isTrue();
    }

    @Test
    void anUnwritableFolderIsOneLine() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Assumptions.assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked), "not as root");
        assertThatThrownBy(() -> AtomicFiles.text(locked.resolve("f"), "x"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("permission denied");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }
}
