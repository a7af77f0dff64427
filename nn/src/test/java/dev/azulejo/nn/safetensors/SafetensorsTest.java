package dev.azulejo.nn.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.message.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    private static final String HEX_ONE_TO_FOUR = "0000803f000000400000404000008040";

    @TempDir
    Path folder;

    @Test
    void writesTheFormatByteForByte() throws IOException {
        Path file = folder.resolve("m.safetensors");
        SafetensorsFile.write(
                file,
                List.of(
                        NamedArray.of("odd", new byte[] {1, 2, (byte) 255}, 3),
                        NamedArray.of("w", new float[] {1, 2, 3, 4}, 2, 2),
                        NamedArray.of("n", new long[] {-2})),
                Map.of("format", "pt"));
        String header = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"odd\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[24,27]},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[8,24]},"
                + "\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}}";
        header += " ".repeat((8 - header.length() % 8) % 8);
        byte[] data = HexFormat.of().parseHex("feffffffffffffff" + HEX_ONE_TO_FOUR + "0102ff");
        assertThat(Files.readAllBytes(file)).isEqualTo(file(header, data));
    }

    @Test
    void readsWhatItWroteInTheSameOrder() {
        Path file = folder.resolve("m.safetensors");
        float[] big = new float[300_001];
        for (int i = 0; i < big.length; i++) {
            big[i] = Float.intBitsToFloat(i * 40_503);
        }
        List<NamedArray> tensors = List.of(
                NamedArray.of("b", new byte[] {1}, 1),
                NamedArray.of("big", big, 300_001, 1),
                NamedArray.of("é ☃ 𝄞 \"\\", new int[] {Integer.MIN_VALUE, 7}, 1, 2),
                NamedArray.of("empty", new float[0], 4, 0),
                NamedArray.of("scalar", new float[] {Float.NaN}),
                NamedArray.of("long", new long[] {1L << 40}, 1));
        SafetensorsFile.write(file, tensors, Map.of());
        SafetensorsFile read = SafetensorsFile.read(file);
        assertThat(read.tensors().values()).containsExactlyElementsOf(tensors);
        assertThat(read.metadata()).isEmpty();
        assertThat(read.floats("big", 300_001, 1)).isEqualTo(big);
        assertThatThrownBy(() -> read.floats("big", 1, 300_001))
                .hasMessage(file + ": tensor big: expected F32 [1, 300001], found F32 [300001, 1]");
        assertThatThrownBy(() -> read.ints("long", 1)).hasMessageContaining("expected I32 [1], found I64 [1]");
        assertThatThrownBy(() -> read.tensor("x")).hasMessageStartingWith(file + ": no tensor x; it holds b, big, ");
    }

    /** As PyTorch writes them: half, bfloat16 and double of 1.5, -2, and the largest finite half. */
    @ParameterizedTest
    @CsvSource({
        "F16, 003e00c0ff7b, 65504",
        "BF16, c03f00c08047, 65536",
        "F64, 000000000000f83f00000000000000c00000000000e0ef40, 65280",
    })
    void readsOtherFloatsAsFloat32(String type, String hex, float last) throws IOException {
        byte[] data = HexFormat.of().parseHex(hex);
        SafetensorsFile read = SafetensorsFile.read(save(
                "{\"a\":{\"dtype\":\"" + type + "\",\"shape\":[3],\"data_offsets\":[0," + data.length + "]}}", data));
        assertThat(read.floats("a", 3)).containsExactly(1.5f, -2f, last);
    }

    /** Flags are read as bytes; what nothing here can hold is passed over, and named where it is asked for. */
    @Test
    void otherTypesAmongGoodOnesDoNotRefuseTheFile() throws IOException {
        SafetensorsFile read = SafetensorsFile.read(save(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"flag\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[4,6]},"
                        + "\"wide\":{\"dtype\":\"U64\",\"shape\":[1],\"data_offsets\":[6,14]},"
                        + "\"e\":{\"dtype\":\"F8_E4M3\",\"shape\":[2,1],\"data_offsets\":[14,16]}}",
                new byte[] {0, 0, (byte) 0x80, 0x3f, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9}));
        assertThat(read.floats("a", 1)).containsExactly(1f);
        assertThat(read.tensor("flag").bytes()).containsExactly(1, 0);
        assertThat(read.tensors().keySet()).containsExactly("a", "flag");
        assertThat(read.unread()).containsExactly(Map.entry("wide", DType.U64), Map.entry("e", DType.F8_E4M3));
        assertThatThrownBy(() -> read.tensor("wide"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("tensor wide: dtype U64 cannot be read");
    }

    /** Each line: header with ' for ", bytes of data, what the error must say. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1]|0|starts with '{'",
                "{'a':1}|0|tensor a: expected a JSON object, found 1",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}|4|not valid JSON",
                "{'a':{'dtype':'F32','shape':[1]}}|0|tensor a: expected a list under \"data_offsets\", found none",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'x':1}}|4|found also x",
                "{'a':{'dtype':'F9','shape':[1],'data_offsets':[0,4]}}|4|tensor a: dtype F9 cannot be read; expected"
                        + " one of",
                "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}|4|sizes from 0 to 2147483647",
                "{'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}}|4|found 1.0",
                "{'a':{'dtype':'F32','shape':[null],'data_offsets':[0,4]}}|4|found null",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}|4|expected 8 bytes for F32 [2], found"
                        + " data_offsets of 4",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|3|ends at byte 4, but the file has only 3",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|5|found 1 more at the end",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|8|expected its data to start at byte 0",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}|8|0 <= start <= end",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}}|8|0 <= start <= end",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}}|8|0 <= start <= end",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|8|tensor"
                    + " b: expected its data to start at byte 8, where tensor a ends, found 4",
                "{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},'b':{'dtype':'U8','shape':[1],'data_offsets':[2,3]}}|3|tensor"
                    + " b: expected its data to start at byte 1",
                "{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},'a':{'dtype':'U8','shape':[1],'data_offsets':[1,2]}}|2|\"a\""
                    + " again",
                "{'a':{'dtype':'F64','shape':[2147483647,2147483647,2147483647],'data_offsets':[0,8]}}|8|expected"
                        + " 79228162",
                "{'a':{'dtype':'U8','shape':[4294967296],'data_offsets':[0,4294967296]}}|8|found 4294967296",
                "{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,99999999999999999999]}}|8|64 bits",
                "{'__metadata__':{'k':1}}|0|expected a string under k",
                "{'__metadata__':[]}|0|expected a JSON object",
            })
    void refusesALyingHeader(String header, int dataSize, String message) throws IOException {
        Path file = save(header.replace('\'', '"'), new byte[dataSize]);
        assertThatThrownBy(() -> SafetensorsFile.read(file))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void takesZeroSizedTensorsWhateverTheirOtherSizes() throws IOException {
        SafetensorsFile read = SafetensorsFile.read(save(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647,0],\"data_offsets\":[0,0]}}",
                new byte[0]));
        assertThat(read.tensor("a").floats()).isEmpty();
    }

    @Test
    void refusesSizesOfTheHeaderThatCannotBe() throws IOException {
        for (long length : new long[] {0, 1, 100, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            byte[] bytes = ByteBuffer.allocate(20)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .put("{}".getBytes(StandardCharsets.UTF_8))
                    .array();
            Path file = Files.write(folder.resolve("x"), bytes);
            assertThatThrownBy(() -> SafetensorsFile.read(file))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("expected a header of 2 to 12 bytes");
        }
        assertThatThrownBy(() -> SafetensorsFile.read(Files.write(folder.resolve("x"), new byte[7])))
                .hasMessageContaining("only 7 bytes");
        assertThatThrownBy(() -> SafetensorsFile.read(folder)).hasMessageContaining("it is a folder");
        assertThatThrownBy(() -> SafetensorsFile.read(folder.resolve("none")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void refusesToWriteWhatTheFormatCannotHold() {
        Path file = folder.resolve("m");
        NamedArray a = NamedArray.of("a", new int[1], 1);
        assertThatThrownBy(() -> SafetensorsFile.write(file, List.of(a, a), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        for (String name : new String[] {"", "__metadata__", "\ud800"}) {
            assertThatThrownBy(() -> SafetensorsFile.write(file, List.of(NamedArray.of(name, new int[1], 1)), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> NamedArray.of("a", new int[3], 2, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NamedArray("a", DType.F16, new int[0], new float[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(file).doesNotExist();
    }

    private Path save(String header, byte[] data) throws IOException {
        return Files.write(folder.resolve("t.safetensors"), file(header, data));
    }

    private static byte[] file(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array());
        out.write(json);
        out.write(data);
        return out.toByteArray();
    }
}
