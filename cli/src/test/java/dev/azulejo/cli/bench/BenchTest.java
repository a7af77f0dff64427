package dev.azulejo.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.bench.measure.KernelWork;
import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.CodebookKernels;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.ConvolutionKernels;
import dev.azulejo.engine.backend.MatrixKernels;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.ModelOutput;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.Configuration;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongBiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmarks, so short that their figures mean nothing: shapes, keys, and what they count as work. */
class BenchTest {
    private static Ran bench(String words) {
        String quick = " --warmup 1 --iterations 2 --warmup-seconds 0.001 --seconds 0.001 --json --quiet";
        return Ran.azulejo((Object[]) ("bench " + words + quick).split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "step --image-size 16 --batch 2 --hidden 8 --codes 16 --code-dim 4",
                "step --image-size 16 --batch 1 --hidden 8 --codes 16 --code-dim 4 --levels 3 --kernels",
                "conv --size 9x7 --in 3 --out 5 --batch 2",
                "encode --image-size 16 --batch 1 --kernels",
                "decode --image-size 9 --images 3",
                "decode --format jpeg --image-size 17 --images 2 --threads 1 --processor-time",
                "prior --preset tiny --size 4x3 --batch 2 --codes 16",
                "prior --preset tiny --size 3 --batch 2 --codes 16 --condition 5 --kernels",
                "sample --top 2 --bottom 4x3 --codes 16 --code-dim 4 --top-preset tiny --bottom-preset tiny"
                        + " --whole-passes 2"
            })
    void thoseOfImagesCountThem(String words) {
        JsonObject json = bench(words).json();
        assertThat(json.number("images_per_second")).isPositive();
        common(json);
    }

    @Test
    void aStepSaysWhenItIsAsFastAsItWillBe() {
        Ran ran = Ran.azulejo(
                (Object[]) "bench step --image-size 16 --batch 1 --hidden 8 --codes 16 --code-dim 4 --seconds 0.001"
                        .concat(" --warmup-seconds 0.001 --quiet")
                        .split(" "));
        assertThat(ran.out()).containsPattern("at 90 % of its speed after [0-9]+ steps?, [0-9.]+ s ");
        assertThat(bench("step --image-size 16 --hidden 8").json().number("milliseconds_until_steady"))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"step", "encode", "prior"})
    void helpSaysByWhichClockKernelsAreTimed(String measured) {
        assertThat(Ran.azulejo("bench", measured, "--help").succeeded().out().replaceAll("\\s+", " "))
                .contains("by the wall clock, with --processor-time too");
    }

    private static void common(JsonObject json) {
        assertThat(json.number("peak_memory_bytes")).isGreaterThan(1e6);
        assertThat(json.members()).containsKeys("backend", "threads");
    }

    @Test
    void aProductOfThreeSizes() {
        JsonObject json =
                bench("gemm --size 10x7x33 --backend scalar --threads 1").json();
        assertThat(json.number("gflops") * json.number("step_milliseconds"))
                .isCloseTo(2 * 10 * 7 * 33 / 1e6, within(1e-9));
        assertThat(json.text("size")).isEqualTo("10x7x33");
        assertThat(json.text("backend")).isEqualTo("scalar");
        assertThat(json.whole("threads")).isEqualTo(1);
        common(json);
    }

    @ParameterizedTest
    @CsvSource({
        "conv --kernel 3 --size 8 --in 4 --out 6 --batch 1 --direction forward, 27648",
        "conv --kernel 4 --stride 2 --size 8x6 --in 4 --out 6 --batch 3 --direction weights, 27648",
        "conv --kernel 4 --stride 2 --transposed --size 4x3 --in 6 --out 4 --batch 3 --direction input, 27648",
        "conv --kernel 1 --size 8 --in 4 --out 6 --batch 1 --padding 0 --direction input, 3072"
    })
    void aConvolutionCountsWhatTheDirectOneWouldDo(String words, double flops) {
        JsonObject json = bench(words).json();
        assertThat(json.number("gflops") * json.number("step_milliseconds") * 1e6)
                .isCloseTo(flops, within(1e-3));
        common(json);
    }

    @Test
    void allDirectionsOfAConvolution() {
        JsonObject directions = bench("conv --size 8 --in 4 --out 6 --batch 1 --transposed")
                .json()
                .object("directions");
        assertThat(directions.members()).containsOnlyKeys("forward", "input", "weights");
    }

    @Test
    void quantizing() {
        JsonObject json = bench("quantize --vectors 33 --codes 7 --code-dim 5").json();
        assertThat(json.members())
                .containsKeys("step_milliseconds", "gflops", "vectors_per_second", "gather_milliseconds");
        common(json);
    }

    @Test
    void samplingSaysHowManyWholePassesItTimed() {
        String shape = "sample --top 2 --bottom 4 --codes 16 --code-dim 4 --top-preset tiny --bottom-preset tiny";
        JsonObject json = bench(shape + " --whole-passes 3").json();
        assertThat(json.whole("whole_passes_timed")).isEqualTo(6);
        assertThat(json.object("levels").object("bottom").whole("codes")).isEqualTo(16);
        assertThat(json.number("speedup"))
                .isCloseTo(json.number("codes_per_second") / json.number("whole_pass_codes_per_second"), within(1e-9));
    }

    @Test
    void samplingMayLeaveWholePassesOut() {
        JsonObject json = bench(
                        "sample --top 2 --bottom 2 --codes 16 --code-dim 4 --top-preset tiny --bottom-preset tiny"
                                + " --whole-passes 0")
                .json();
        assertThat(json.members().get("speedup")).isNull();
        assertThat(json.object("levels").object("top").number("milliseconds")).isPositive();
    }

    @Test
    void memoryHasASpeed() {
        JsonObject json = bench("bandwidth").json();
        assertThat(json.number("gigabytes_per_second") * json.number("step_milliseconds"))
                .isCloseTo(3 * (128 << 20) / 1e6, within(1e-6));
        common(json);
    }

    @ParameterizedTest
    @CsvSource({
        "conv --kernel 9 --padding 0 --size 4, --size 4x4: a kernel of 9",
        "conv --kernel 1 --padding 3 --size 2 --transposed, has no output",
        "conv --batch 100000 --size 4096, more than 2^31 - 1 elements",
        "sample --top-preset tpo, did you mean top?",
        "prior --preset botom, did you mean bottom?",
        "prior --condition -1, condition_channels: expected 0 to 65536",
        "decode --format gif, --format gif: expected png or jpeg",
        "step --image-size 20, multiple of 8"
    })
    void whatDoesNotFitIsRefused(String words, String expected) {
        bench(words).failed(2, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2, reference, 3, 2, 32, 8, 7716864",
        "2, paper, 1, 0, 16, 4, 359168",
        "2, reference, 3, 3, 24, 12, 10074240",
        "1, reference, 3, 1, 8, 4, 121344",
        "3, paper, 1, 1, 16, 4, 464576"
    })
    void theWorkOfAStepByThePapersArithmetic(
            int levels, String wiring, int channels, int resBlocks, int size, int hidden, double expected) {
        ModelConfig config = Configuration.preset("reference")
                .with(List.of(
                        "levels=" + levels,
                        "wiring=" + wiring,
                        "channels=" + channels,
                        "image_size=" + size,
                        "hidden=" + hidden,
                        "res_blocks=" + resBlocks,
                        "codes=16",
                        "code_dim=6"))
                .model();
        try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
            assertThat(KernelWork.flops(new TrainingStep(engine, config, 2).program()))
                    .isEqualTo(expected);
        }
    }

    static Stream<List<String>> architectures() {
        Stream<List<String>> presets = Configuration.presets().keySet().stream().map(name -> List.of(name));
        Stream<List<String>> named = Stream.of("wiring=reference", "wiring=paper", "wiring=upsampled")
                .flatMap(wiring -> Stream.of("stack=reference", "stack=sonnet")
                        .map(stack -> List.of("deep", wiring, stack, "res_blocks=2")));
        Stream<List<String>> quantizers = Stream.of("gradient", "cosine", "ema", "residual depth=3", "fsq")
                .map(quantizer -> List.of(("reference quantizer=" + quantizer).split(" ")));
        return Stream.of(presets, named, quantizers).flatMap(all -> all);
    }

    /** Everything that a configuration can name, on small images: the program's calls against those of a step without one. */
    @ParameterizedTest
    @MethodSource("architectures")
    void theWorkOfAStepIsThatOfTheKernelsThatItCalls(List<String> words) {
        List<String> small = new ArrayList<>(words.subList(1, words.size()));
        Configuration preset = Configuration.preset(words.getFirst());
        small.addAll(List.of("hidden=4", "image_size=" + 2 * preset.model().multiple()));
        ModelConfig config = preset.with(small).model();
        AtomicLong flops = new AtomicLong();
        try (Engine engine = new Engine(counting(Backends.choose("scalar", 1), flops))) {
            VqVae2 model = new VqVae2(config, new Initializer(engine, 0));
            Tensor images =
                    Bench.normals(engine, 1, Shape.of(2, config.imageSize(), config.imageSize(), config.channels()));
            try (var _ = engine.scope();
                    var tape = engine.tape()) {
                ModelOutput output = model.forward(images);
                tape.backward(output.loss());
            }
            assertThat(KernelWork.flops(new TrainingStep(engine, config, 2).program()))
                    .isEqualTo((double) flops.get());
        }
    }

    /** The backend, which adds up the work of every convolution, product and search that it is asked for. */
    private static Backend counting(Backend backend, AtomicLong flops) {
        ConvolutionKernels convolutions = counted(
                ConvolutionKernels.class,
                backend.convolutions(),
                flops,
                (_, arguments) -> ((ConvolutionGeometry) arguments[arguments.length - 1]).flops());
        MatrixKernels matrices = counted(MatrixKernels.class, backend.matrices(), flops, (_, arguments) -> {
            var shape = (MatrixKernels.Shape) arguments[arguments.length - 1];
            return 2L * shape.batch() * shape.m() * shape.n() * shape.k();
        });
        CodebookKernels codebooks = counted(
                CodebookKernels.class,
                backend.codebooks(),
                flops,
                (name, arguments) ->
                        name.equals("nearest") ? 2L * (int) arguments[3] * (int) arguments[4] * (int) arguments[5] : 0);
        InvocationHandler all = (_, method, arguments) -> switch (method.getName()) {
            case "convolutions" -> convolutions;
            case "matrices" -> matrices;
            case "codebooks" -> codebooks;
            default -> method.invoke(backend, arguments);
        };
        return proxy(Backend.class, all);
    }

    private static <T> T counted(Class<T> type, T kernels, AtomicLong flops, ToLongBiFunction<String, Object[]> work) {
        return proxy(type, (_, method, arguments) -> {
            flops.addAndGet(work.applyAsLong(method.getName(), arguments));
            return method.invoke(kernels, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(BenchTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
