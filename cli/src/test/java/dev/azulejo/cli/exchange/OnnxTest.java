package dev.azulejo.cli.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameter;
import dev.azulejo.vqvae2.PartNames;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.onnx.OnnxModel;
import dev.azulejo.vqvae2.train.Configuration;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The graphs compute in ONNX Runtime what the model computes here. */
class OnnxTest {
    private static final int SIZE = 16;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "levels=2",
                "levels=1 channels=1 quantizer=ema halvings=1",
                "levels=2 image_size=32 quantizer=ema halvings=3",
                "levels=2 wiring=paper quantizer=ema res_channels=3 hidden=6,9 codes=7,12 code_dim=3,5",
                "levels=3 image_size=32 wiring=paper quantizer=cosine res_blocks=0,1,2",
                "levels=2 wiring=upsampled stack=sonnet pixel_range=signed quantizer=ema",
                "levels=3 image_size=32 wiring=upsampled stack=sonnet quantizer=gradient",
                "levels=2 wiring=paper quantizer=residual depth=3",
                "levels=2 wiring=paper quantizer=fsq fsq_levels=5,4,3"
            })
    void computesTheSame(String settings) throws OrtException {
        List<String> all = new ArrayList<>(List.of("image_size=" + SIZE, "hidden=8", "res_blocks=1"));
        if (!settings.contains("fsq")) {
            all.addAll(List.of("codes=16", "code_dim=4"));
        }
        all.addAll(List.of(settings.split(" ")));
        try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
            VqVae2 model =
                    new VqVae2(Configuration.preset("reference").with(all).model(), new Initializer(engine, 3));
            spread(engine, model);
            OnnxModel onnx = new OnnxModel(model);
            for (int images : new int[] {3, 1}) {
                compare(engine, model, onnx, images);
            }
        }
    }

    /** Puts codes among the vectors, from the top down: as first drawn they lie in a heap around zero. */
    private static void spread(Engine engine, VqVae2 model) {
        Tensor images = images(engine, model, 3);
        for (int level = model.config().levels() - 1; level >= 0; level--) {
            PartNames names = PartNames.of(model.config()).get(level);
            Parameter table = model.parameters().get(names.quantizer() + ".embedding.weight");
            float[] z = model.forward(images).latents().get(level).toArray();
            if (table == null) {
                stretch(model, names.projection(), z);
                continue;
            }
            float[] codes = table.value().toArray();
            float[] noise = new float[codes.length];
            Philox.normals(5, level, 0, 0, noise, 0, noise.length);
            int dimension = table.value().shape().channels();
            for (int i = 0; i < codes.length; i++) {
                int d = i % dimension;
                codes[i] =
                        z[i * 5 % z.length / dimension * dimension + d] + 0.5f * deviation(z, d, dimension) * noise[i];
            }
            table.value().set(codes);
        }
    }

    /** Where there are no codes to move, the vectors are: to a deviation of 1 around 0. */
    private static void stretch(VqVae2 model, String projection, float[] z) {
        for (String name : List.of("weight", "bias")) {
            Tensor tensor = model.parameters().get(projection + "." + name).value();
            float[] values = tensor.toArray();
            int dimension = tensor.shape().channels();
            for (int i = 0; i < values.length; i++) {
                int d = i % dimension;
                double mean = 0;
                for (int row = 0; row < z.length / dimension; row++) {
                    mean += z[row * dimension + d] / (z.length / (double) dimension);
                }
                values[i] = (values[i] - (name.equals("bias") ? (float) mean : 0)) / deviation(z, d, dimension);
            }
            tensor.set(values);
        }
    }

    private static float deviation(float[] z, int d, int dimension) {
        double sum = 0;
        double squares = 0;
        int rows = z.length / dimension;
        for (int row = 0; row < rows; row++) {
            sum += z[row * dimension + d];
            squares += (double) z[row * dimension + d] * z[row * dimension + d];
        }
        return (float) Math.sqrt(Math.max(0, squares / rows - sum / rows * (sum / rows)));
    }

    /** Noise in blocks, which a level sees from far too. */
    private static Tensor images(Engine engine, VqVae2 model, int n) {
        int channels = model.config().channels();
        int side = model.config().imageSize();
        float[] noise = new float[n * side * side * channels];
        Philox.uniforms(9, 0, 0, 0, noise, 0, noise.length);
        float[] pixels = new float[noise.length];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / channels % side / 8;
            int y = i / channels / side % side / 8;
            int image = i / channels / side / side;
            pixels[i] = 0.3f * noise[i] + 0.7f * noise[((image * side + y) * side + x) * channels + i % channels];
        }
        return engine.state(Shape.of(n, side, side, channels), pixels);
    }

    private static void compare(Engine engine, VqVae2 model, OnnxModel onnx, int n) throws OrtException {
        int channels = model.config().channels();
        int side = model.config().imageSize();
        Tensor images = images(engine, model, n);
        List<IntTensor> codes = model.encode(images);
        float[] expected = model.decode(codes).toArray();
        OrtEnvironment runtime = OrtEnvironment.getEnvironment();
        long[] shape = {n, channels, side, side};
        try (OnnxTensor input = OnnxTensor.createTensor(
                runtime, FloatBuffer.wrap(channelsFirst(images.toArray(), n, channels)), shape)) {
            Map<String, long[]> found = codes(runtime, onnx, input);
            List<String> levels = model.config().levelNames();
            for (int level = 0; level < levels.size(); level++) {
                int[] ours = codes.get(level).toArray();
                if (n > 1) {
                    assertThat(Arrays.stream(ours).distinct().count())
                            .as("codes that are chosen")
                            .isGreaterThan(2);
                }
                assertThat(found.get("codes_" + levels.get(level)))
                        .as("codes of %s", levels.get(level))
                        .isEqualTo(Arrays.stream(ours).asLongStream().toArray());
            }
            float[] reconstruction = image(runtime, onnx.reconstruct(), Map.of("images", input), "reconstruction");
            float[] wanted = channelsFirst(expected, n, channels);
            assertThat(reconstruction).containsExactly(wanted, Offset.offset(1e-5f));
            Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
            for (int level = 0; level < levels.size(); level++) {
                String name = "codes_" + levels.get(level);
                long[] sizes = codes.get(level).shape().sizes().stream()
                        .mapToLong(Integer::longValue)
                        .toArray();
                inputs.put(name, OnnxTensor.createTensor(runtime, LongBuffer.wrap(found.get(name)), sizes));
            }
            assertThat(image(runtime, onnx.decode(), inputs, "images")).containsExactly(wanted, Offset.offset(1e-5f));
        }
    }

    private static Map<String, long[]> codes(OrtEnvironment runtime, OnnxModel onnx, OnnxTensor images)
            throws OrtException {
        Map<String, long[]> found = new LinkedHashMap<>();
        try (OrtSession session = runtime.createSession(onnx.encode());
                OrtSession.Result result = session.run(Map.of("images", images))) {
            for (Map.Entry<String, ?> output : result) {
                LongBuffer values = ((OnnxTensor) output.getValue()).getLongBuffer();
                found.put(output.getKey(), new long[values.remaining()]);
                values.get(found.get(output.getKey()));
            }
        }
        return found;
    }

    private static float[] image(OrtEnvironment runtime, byte[] graph, Map<String, OnnxTensor> inputs, String output)
            throws OrtException {
        try (OrtSession session = runtime.createSession(graph);
                OrtSession.Result result = session.run(inputs)) {
            FloatBuffer values = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
            float[] found = new float[values.remaining()];
            values.get(found);
            return found;
        }
    }

    private static float[] channelsFirst(float[] values, int n, int channels) {
        int positions = values.length / n / channels;
        float[] out = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int image = i / channels / positions;
            out[(image * channels + i % channels) * positions + i / channels % positions] = values[i];
        }
        return out;
    }
}
