package dev.azulejo.nn.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_600_000_000));

    @TempDir
    Path folder;

    /** The first record as TensorFlow 2 writes it, but for the time: the checksum of a length of 24 is known from there. */
    @Test
    void beginsAsTensorFlowsFilesDo() throws IOException {
        try (EventFile events = EventFile.in(folder.resolve("log"), CLOCK)) {
            assertThat(events.file().getFileName().toString()).startsWith("events.out.tfevents.1600000000.azulejo.");
            String hex = HexFormat.of().formatHex(Files.readAllBytes(events.file()));
            assertThat(hex)
                    .startsWith("1800000000000000" + "a37f4b22" + "09" + "0000000084d7d741" + "1a0d"
                            + HexFormat.of().formatHex("brain.Event:2".getBytes(StandardCharsets.US_ASCII)))
                    .hasSize(2 * (24 + 16));
        }
    }

    @Test
    void figuresAndPicturesAreRecords() throws IOException {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", 0.5);
        figures.put("mse", -2.0);
        try (EventFile events = EventFile.in(folder, CLOCK)) {
            events.goesOnFrom(299);
            events.figures(300, figures);
            events.picture(301, "samples", 5, 200, new byte[] {1, 2, 3});
            List<String> records = records(events.file());
            String time = "090000000084d7d741";
            assertThat(records).hasSize(4);
            assertThat(records.get(1)).isEqualTo(time + "10ac02" + "3a020801");
            assertThat(records.get(2))
                    .isEqualTo(time + "10ac02" + "2a19" + "0a0b" + "0a046c6f7373" + "150000003f" + "0a0a" + "0a036d7365"
                            + "15000000c0");
            assertThat(records.get(3))
                    .isEqualTo(time + "10ad02" + "2a19" + "0a17" + "0a0773616d706c6573" + "220c" + "0805" + "10c801"
                            + "1803" + "2203010203");
        }
    }

    @Test
    void anotherFileIsBegunBesideTheFirst() {
        try (EventFile one = EventFile.in(folder, CLOCK);
                EventFile other = EventFile.in(folder, CLOCK)) {
            assertThat(other.file()).isNotEqualTo(one.file()).exists();
        }
    }

    @Test
    void aFolderThatIsAFileIsRefusedInOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThatThrownBy(() -> EventFile.in(file, CLOCK))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("cannot write " + file);
    }

    /** The content of every record, in hexadecimal, its checksums checked. */
    private static List<String> records(Path file) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<String> records = new ArrayList<>();
        while (all.hasRemaining()) {
            int at = all.position();
            byte[] data = new byte[(int) all.getLong()];
            assertThat(all.getInt()).isEqualTo(masked(all.array(), at, Long.BYTES));
            all.get(data);
            assertThat(all.getInt()).isEqualTo(masked(data, 0, data.length));
            records.add(HexFormat.of().formatHex(data));
        }
        return records;
    }

    private static int masked(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        long value = crc.getValue();
        return (int) ((value >>> 15 | value << 17) + 0xa282ead8L);
    }
}
