package dev.azulejo.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.cli.Ran;
import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.ConvolutionKernels;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.ModelOutput;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.Configuration;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        "2, reference, 3, 2, 32, 8",
        "2, paper, 1, 0, 16, 4",
        "2, reference, 3, 3, 24, 12",
        "1, reference, 3, 1, 8, 4",
        "3, paper, 1, 1, 16, 4"
    })
    void theWorkOfAStepIsThatOfItsConvolutions(
            int levels, String wiring, int channels, int resBlocks, int size, int hidden) {
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
        AtomicLong flops = new AtomicLong();
        try (Engine engine = new Engine(counting(Backends.choose("scalar", 1), flops))) {
            VqVae2 model = new VqVae2(config, new Initializer(engine, 0));
            Tensor images = Bench.normals(engine, 1, Shape.of(2, size, size, channels));
            try (var _ = engine.scope();
                    var tape = engine.tape()) {
                ModelOutput output = model.forward(images);
                tape.backward(output.loss());
            }
        }
        assertThat((double) flops.get()).isEqualTo(StepFlops.flops(config, 2));
    }

    /** The backend, which adds up the work of every convolution that it is asked for. */
    private static Backend counting(Backend backend, AtomicLong flops) {
        InvocationHandler convolutions = (_, method, arguments) -> {
            Stream.of(arguments)
                    .filter(ConvolutionGeometry.class::isInstance)
                    .forEach(geometry -> flops.addAndGet(((ConvolutionGeometry) geometry).flops()));
            return method.invoke(backend.convolutions(), arguments);
        };
        InvocationHandler all = (_, method, arguments) -> method.getName().equals("convolutions")
                ? proxy(ConvolutionKernels.class, convolutions)
                : method.invoke(backend, arguments);
        return proxy(Backend.class, all);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(BenchTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
