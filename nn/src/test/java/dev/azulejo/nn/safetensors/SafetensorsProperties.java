package dev.azulejo.nn.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class SafetensorsProperties {
    private static Path file;
    private static byte[] valid;
    private static int headerEnd;

    @BeforeContainer
    static void prepare() throws IOException {
        file = Files.createTempFile("azulejo", ".safetensors");
        SafetensorsFile.write(
                file,
                List.of(
                        NamedArray.of("encoder.0.weight", new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
                        NamedArray.of("codes", new int[] {7, 8}, 1, 2, 1),
                        NamedArray.of("bytes", new byte[] {9}, 1)),
                Map.of("format", "pt"));
        valid = Files.readAllBytes(file);
        headerEnd = 8 + Byte.toUnsignedInt(valid[0]) + (Byte.toUnsignedInt(valid[1]) << 8);
    }

    @AfterContainer
    static void clean() throws IOException {
        Files.delete(file);
    }

    @Property(tries = 300)
    void whatIsWrittenReadsBackTheSame(
            @ForAll("tensors") List<NamedArray> tensors,
            @ForAll Map<@net.jqwik.api.constraints.AlphaChars String, String> metadata) {
        Map<String, String> text = new java.util.LinkedHashMap<>();
        metadata.forEach((k, v) -> text.put(k, new String(v.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
        SafetensorsFile.write(file, tensors, text);
        SafetensorsFile read = SafetensorsFile.read(file);
        assertThat(new ArrayList<>(read.tensors().values())).isEqualTo(tensors);
        assertThat(read.metadata()).isEqualTo(text);
    }

    @Property(tries = 2000)
    void aChangedByteOfTheHeaderIsReadOrRefused(@ForAll @IntRange(max = 100_000) int at, @ForAll byte value)
            throws IOException {
        byte[] bytes = valid.clone();
        bytes[at % headerEnd] = value;
        readOrRefuse(bytes);
    }

    @Property(tries = 1000)
    void aDigitOfTheHeaderThatLiesIsReadOrRefused(
            @ForAll @IntRange(max = 100_000) int nth, @ForAll @ByteRange(min = '0', max = '9') byte digit)
            throws IOException {
        int[] digits = java.util.stream.IntStream.range(8, headerEnd)
                .filter(i -> Character.isDigit(valid[i]))
                .toArray();
        byte[] bytes = valid.clone();
        bytes[digits[nth % digits.length]] = digit;
        readOrRefuse(bytes);
    }

    @Property(tries = 500)
    void aCutFileIsRefused(@ForAll @IntRange(max = 100_000) int length) throws IOException {
        Files.write(file, Arrays.copyOf(valid, length % valid.length));
        try {
            SafetensorsFile.read(file);
            throw new AssertionError("read a file cut to " + length % valid.length + " bytes");
        } catch (UserException e) {
            assertThat(e.getMessage()).contains(file.toString()).doesNotContain("\n");
        }
    }

    @Property(tries = 1000)
    void aSpliceIsReadOrRefused(
            @ForAll @IntRange(max = 100_000) int from, @ForAll @IntRange(max = 60) int drop, @ForAll byte[] insert)
            throws IOException {
        int start = from % valid.length;
        int end = Math.min(valid.length, start + drop);
        byte[] bytes = new byte[valid.length - (end - start) + insert.length];
        System.arraycopy(valid, 0, bytes, 0, start);
        System.arraycopy(insert, 0, bytes, start, insert.length);
        System.arraycopy(valid, end, bytes, start + insert.length, valid.length - end);
        readOrRefuse(bytes);
    }

    /** Some changes leave another valid file (a name, a space); all others must be one line, and nothing else. */
    private static void readOrRefuse(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try {
            SafetensorsFile read = SafetensorsFile.read(file);
            long total = read.tensors().values().stream()
                    .mapToLong(t -> NamedArray.elements(t.shape()))
                    .sum();
            assertThat(total).isLessThanOrEqualTo(bytes.length);
        } catch (UserException e) {
            assertThat(e.getMessage())
                    .contains(file.toString())
                    .doesNotContain("\n")
                    .hasSizeLessThan(600);
        }
    }

    @Provide
    Arbitrary<List<NamedArray>> tensors() {
        Arbitrary<String> names = Arbitraries.strings()
                .withCharRange(' ', '\ud7ff')
                .ofMinLength(1)
                .ofMaxLength(12);
        Arbitrary<int[]> shapes =
                Arbitraries.integers().between(0, 4).array(int[].class).ofMaxSize(4);
        Arbitrary<Integer> types = Arbitraries.integers().between(0, 3);
        return Combinators.combine(names, shapes, types, Arbitraries.integers())
                .as(SafetensorsProperties::tensor)
                .list()
                .ofMaxSize(6)
                .uniqueElements(NamedArray::name);
    }

    private static NamedArray tensor(String name, int[] shape, int type, int value) {
        int n = (int) NamedArray.elements(shape);
        return switch (type) {
            case 0 -> {
                float[] a = new float[n];
                Arrays.fill(a, value * 0.37f);
                yield NamedArray.of(name, a, shape);
            }
            case 1 -> {
                int[] a = new int[n];
                Arrays.fill(a, value);
                yield NamedArray.of(name, a, shape);
            }
            case 2 -> {
                long[] a = new long[n];
                Arrays.fill(a, value * 3_000_000_019L);
                yield NamedArray.of(name, a, shape);
            }
            default -> {
                byte[] a = new byte[n];
                Arrays.fill(a, (byte) value);
                yield NamedArray.of(name, a, shape);
            }
        };
    }
}
