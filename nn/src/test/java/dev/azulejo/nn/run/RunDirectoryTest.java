package dev.azulejo.nn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    private static final RunInfo INFO = RunInfo.of(
            "vqvae2",
            Map.of("batch", 32, "rate", 3e-4f, "levels", List.of("top", "bottom"), "ema", true),
            -5,
            "fashion-mnist",
            "0123456789abcdef");

    @TempDir
    Path folder;

    private Path run;

    @BeforeEach
    void name() {
        run = folder.resolve("some/where/run");
    }

    private AbstractThrowableAssert<?, ?> assertRefused(ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(run.toString())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void opensWhatWasCreated() {
        RunDirectory created = RunDirectory.create(run, INFO);
        RunDirectory opened = RunDirectory.open(run);
        assertThat(opened).isEqualTo(created);
        assertThat(opened.info()).isEqualTo(INFO);
        assertThat(opened.info().azulejo()).isEqualTo(RunInfo.VERSION);
        assertThat(RunDirectory.exists(run)).isTrue();
        opened.requireSame(INFO, Set.of());
    }

    @Test
    void emptyFolderAndLeftoversOfAKilledCreationWillDo() throws IOException {
        Files.createDirectories(run);
        Files.writeString(run.resolve(".run.json.partial-999999999"), "{\"form");
        RunDirectory.create(run, INFO);
        assertThat(RunDirectory.open(run).info()).isEqualTo(INFO);
    }

    @Test
    void creationRefusesWhatIsThere() throws IOException {
        Files.createDirectories(run);
        Files.writeString(run.resolve("holiday.jpg"), "");
        assertRefused(() -> RunDirectory.create(run, INFO)).hasMessageContaining("not empty (it holds holiday.jpg)");
        Files.delete(run.resolve("holiday.jpg"));
        RunDirectory.create(run, INFO);
        assertRefused(() -> RunDirectory.create(run, INFO)).hasMessageContaining("open it to go on");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> RunDirectory.create(file, INFO))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is a file");
    }

    @Test
    void openingRefusesWhatIsNoRun() throws IOException {
        assertRefused(() -> RunDirectory.open(run)).hasMessageContaining("there is no such folder");
        Files.createDirectories(run);
        assertRefused(() -> RunDirectory.open(run)).hasMessageContaining("holds no run.json");
        Files.writeString(run.resolve("run.json"), "{\"format\": 1, \"kind\"");
        assertRefused(() -> RunDirectory.open(run)).hasMessageContaining("start another run");
        Files.writeString(run.resolve("run.json"), "{\"format\": 1, \"azulejo\": \"1\", \"kind\": 3}");
        assertRefused(() -> RunDirectory.open(run)).hasMessageContaining("run.json");
        Files.writeString(run.resolve("run.json"), "{\"format\": 9, \"azulejo\": \"4.5\"}");
        assertRefused(() -> RunDirectory.open(run))
                .hasMessageContaining("expected a run of format 1, found 9 of azulejo 4.5");
    }

    @Test
    void whatWasChangedSinceIsRefusedAndWhatHasNoChecksumIsRead() throws IOException {
        RunDirectory.create(run, INFO);
        Path file = run.resolve("run.json");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("\"batch\": 32", "\"batch\": 33"));
        assertRefused(() -> RunDirectory.open(run)).hasMessageContaining("run.json: is not as it was written");
        String unsealed = text.replaceFirst(",\\s*\"crc32c\": \"[0-9a-f]{8}\"", "");
        assertThat(unsealed).isNotEqualTo(text);
        Files.writeString(file, unsealed);
        assertThat(RunDirectory.open(run).info()).isEqualTo(INFO);
        Files.writeString(file, unsealed.replace("fashion-mnist", "a\\u0000b"));
        assertRefused(() -> RunDirectory.open(run))
                .hasMessageContaining("run.json: data")
                .hasMessageContaining("NUL");
    }

    @Test
    void goingOnWithSomethingElseIsRefused() {
        RunDirectory opened = RunDirectory.create(run, INFO);
        assertRefused(() -> opened.requireKind("prior")).hasMessageContaining("kind prior, found vqvae2");
        assertRefused(() -> opened.requireData("folder", "fedcba98765432100"))
                .hasMessageContaining("fashion-mnist (fingerprint 0123456789ab)")
                .hasMessageContaining("folder (fingerprint fedcba987654)");
        Map<String, Object> other = new java.util.HashMap<>(INFO.configuration());
        other.put("batch", 64);
        RunInfo changed = RunInfo.of("vqvae2", other, -5, "fashion-mnist", "0123456789abcdef");
        assertRefused(() -> opened.requireSame(changed, Set.of())).hasMessageContaining("batch 32, found 64");
        opened.requireSame(changed, Set.of("batch"));
        RunInfo reseeded = RunInfo.of("vqvae2", INFO.configuration(), 6, "fashion-mnist", "0123456789abcdef");
        assertRefused(() -> opened.requireSame(reseeded, Set.of())).hasMessageContaining("seed -5, found 6");
    }

    @Test
    void oneTrainerAtATime() {
        RunDirectory opened = RunDirectory.create(run, INFO);
        try (RunLock _ = opened.lock()) {
            assertRefused(opened::lock).hasMessageContaining("is being trained already");
            assertRefused(opened::requireFree).hasMessageContaining("is being trained already");
        }
        opened.lock().close();
        opened.requireFree();
    }

    @Test
    void versionIsThatOfTheBuild() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<version>" + RunInfo.VERSION + "</version>");
    }
}
