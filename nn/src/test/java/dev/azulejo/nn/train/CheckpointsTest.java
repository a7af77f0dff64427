package dev.azulejo.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsTest {
    private final Engine engine = new Engine(Backends.choose("scalar", 1));
    private final Regression trainer = new Regression(engine, 3, step -> {});

    @TempDir
    Path folder;

    private Checkpoints checkpoints;

    @BeforeEach
    void name() {
        checkpoints = new Checkpoints(folder.resolve("checkpoints"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private List<Long> steps() {
        return checkpoints.complete().stream().map(Checkpoint::step).toList();
    }

    private void save(long step) {
        trainer.step(step);
        checkpoints.save(step, trainer, Map.of("loss", 0.5), 2);
    }

    @Test
    void newestStay() throws IOException {
        assertThat(checkpoints.latest()).isEmpty();
        for (long step : new long[] {9, 10, 100}) {
            save(step);
        }
        assertThat(steps()).containsExactly(10L, 100L);
        Checkpoint latest = checkpoints.require();
        assertThat(latest.step()).isEqualTo(100);
        assertThat(latest.metrics()).isEqualTo(Map.of("loss", 0.5));
        try (var files = Files.list(checkpoints.folder().resolve("100"))) {
            assertThat(files.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "model.safetensors", "optimizer.safetensors", "average.safetensors", "state.json");
        }
    }

    @Test
    void halfWrittenOnesAreIgnored() throws IOException {
        save(1);
        save(2);
        Path two = checkpoints.folder().resolve("2");
        Files.createDirectories(checkpoints.folder().resolve("3"));
        Files.createDirectories(checkpoints.folder().resolve(".4.partial-12"));
        assertThat(checkpoints.require().step()).isEqualTo(2);
        try (FileChannel file = FileChannel.open(two.resolve("optimizer.safetensors"), StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 1);
        }
        assertThat(checkpoints.require().step()).isEqualTo(1);
        assertThat(checkpoints.damaged())
                .containsExactly(two, checkpoints.folder().resolve("3"));
        Files.delete(checkpoints.folder().resolve("1/average.safetensors"));
        assertThatThrownBy(checkpoints::latest)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("3: is no complete checkpoint")
                .hasMessageContaining("delete");
    }

    @Test
    void otherFormatIsRefusedRatherThanIgnored() throws IOException {
        save(1);
        Path state = checkpoints.folder().resolve("1/state.json");
        Files.writeString(state, Files.readString(state).replace("\"format\": 1", "\"format\": 2"));
        assertThatThrownBy(checkpoints::latest)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("expected a checkpoint of format 1, found 2");
    }

    @Test
    void bytesThatChangedAreFoundAndBothCheckpointsNamed() throws IOException {
        save(1);
        save(2);
        Path two = checkpoints.folder().resolve("2");
        for (String name : List.of("model.safetensors", "optimizer.safetensors", "average.safetensors", "state.json")) {
            byte[] good = Files.readAllBytes(two.resolve(name));
            byte[] flipped = good.clone();
            flipped[good.length - 30] ^= 1;
            Files.write(two.resolve(name), flipped);
            Checkpoints.Choice choice = checkpoints.find();
            assertThat(choice.checkpoint().orElseThrow().step()).as(name).isEqualTo(1);
            assertThat(choice.warnings()).hasSize(1);
            assertThat(choice.warnings().getFirst())
                    .startsWith(two + ": passed over (")
                    .contains(name)
                    .endsWith("using " + checkpoints.folder().resolve("1"));
            Files.write(two.resolve(name), good);
        }
        assertThat(checkpoints.find().warnings()).isEmpty();
        assertThat(checkpoints.require().step()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"files\": {\"../2/model.safetensors\": 1,",
                "\"files\": {\"a\\u0000b\": 1,",
                "\"files\": {\"/etc/passwd\": 1,",
                "\"files\": {\"\": 1,",
                "\"files\": {\"..\": 1,",
                "\"step\": 3, \"files\": {",
            })
    void namesInItAreNamesOfFilesBesideItAndTheStepIsItsFolders(String change) throws IOException {
        save(2);
        Path state = unsealed("2");
        String text = Files.readString(state);
        if (change.startsWith("\"step")) {
            text = text.replaceFirst("\"step\": *2,", "");
        }
        Files.writeString(state, text.replaceFirst("\"files\": *\\{", Matcher.quoteReplacement(change)));
        assertThatThrownBy(checkpoints::find)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("state.json")
                .hasMessageContaining("no complete checkpoint");
    }

    @Test
    void checkpointsOfEarlierVersionsHaveNoChecksums() throws IOException {
        save(2);
        unsealed("2");
        Checkpoint old = checkpoints.require();
        old.restore(trainer);
        assertThat(old.logLength()).isEmpty();
        assertThat(old.stamp()).isEqualTo(checkpoints.require().stamp());
    }

    /** Without a checksum damage is found on loading; the good older one is named then. */
    @Test
    void whatCannotBeLoadedNamesTheOlderOne() throws IOException {
        save(1);
        save(2);
        unsealed("2");
        Path model = checkpoints.folder().resolve("2/model.safetensors");
        byte[] bytes = Files.readAllBytes(model);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
        Files.write(model, bytes);
        assertThatThrownBy(() -> checkpoints.require().restore(trainer))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("2/model.safetensors: tensor ")
                .hasMessageContaining("expected finite numbers, found NaN")
                .hasMessageContaining(
                        "older checkpoint is there, " + checkpoints.folder().resolve("1"));
    }

    /** As version 0.1 wrote it: sizes alone. */
    private Path unsealed(String step) throws IOException {
        Path state = checkpoints.folder().resolve(step).resolve("state.json");
        Map<String, Object> members = new LinkedHashMap<>(Json.readObject(state).members());
        members.keySet().removeAll(List.of("checksums", "log", "crc32c"));
        Files.writeString(state, Json.writePretty(members));
        return state;
    }

    @Test
    void noneIsSaidPlainly() {
        assertThatThrownBy(checkpoints::require)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no checkpoint yet");
    }

    @Test
    void averageIsWhatIsUsed() {
        save(1);
        save(2);
        Checkpoint checkpoint = checkpoints.require();
        float[] last = trainer.parameters().get("0.weight").value().toArray();
        float[] averaged = trainer.average()
                .orElseThrow()
                .parameters()
                .get("0.weight")
                .value()
                .toArray();
        assertThat(last).isNotEqualTo(averaged);
        Regression other = new Regression(engine, 4, step -> {});
        checkpoint.loadForUse(other.parameters());
        assertThat(other.parameters().get("0.weight").value().toArray()).isEqualTo(averaged);
        checkpoint.loadModel(other.parameters());
        assertThat(other.parameters().get("0.weight").value().toArray()).isEqualTo(last);
        SafetensorsFile file = SafetensorsFile.read(checkpoint.folder().resolve("model.safetensors"));
        assertThat(file.metadata()).containsEntry("step", "2").containsEntry("azulejo", RunInfo.VERSION);
        assertThat(file.tensor("0.weight").shape()).containsExactly(8, 3);
    }
}
