package dev.azulejo.vqvae2.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import dev.azulejo.vqvae2.quantize.VectorQuantizer.Quantized;
import dev.azulejo.vqvae2.train.Configuration;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against PyTorch, on a file that {@code src/test/python/make_quantizers.py} made. */
class QuantizerGoldenTest {
    private static final float TOLERANCE = 2e-6f;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        rotation | scalar | quantizer=gradient codes=9 code_dim=6 estimator=rotation
        rotation | vector | quantizer=gradient codes=9 code_dim=6 estimator=rotation
        cosine   | scalar | quantizer=cosine codes=7 code_dim=5
        cosine   | vector | quantizer=cosine codes=7 code_dim=5
        fsq      | scalar | quantizer=fsq fsq_levels=8,5,4,3
        fsq      | vector | quantizer=fsq fsq_levels=8,5,4,3
        residual | scalar | quantizer=residual codes=8 code_dim=5 depth=3
        residual | vector | quantizer=residual codes=8 code_dim=5 depth=3
        """)
    void quantizesAsPyTorchDoes(String name, String backend, String settings) throws URISyntaxException {
        SafetensorsFile golden = SafetensorsFile.read(Path.of(QuantizerGoldenTest.class
                .getResource("/golden/quantizers.safetensors")
                .toURI()));
        QuantizerConfig config = Configuration.preset("reference")
                .with(List.of(settings.split(" ")))
                .model()
                .quantizer();
        try (Engine engine = new Engine(Backends.choose(backend, 2))) {
            VectorQuantizer quantizer = config.create(0, new Initializer(engine, 0));
            NamedArray array = golden.tensor(name + "/z");
            Shape shape = Shape.of(array.shape());
            Parameter table = null;
            for (Parameter parameter : quantizer.parameters()) {
                if (parameter.name().endsWith("weight")) {
                    table = parameter;
                    parameter.value().set(golden.tensor(name + "/table").floats());
                }
            }
            Tensor z = engine.parameter(shape, array.floats());
            try (Tape tape = engine.tape()) {
                Quantized q = quantizer.quantize(z);
                Tensor upstream =
                        engine.tensor(shape, golden.tensor(name + "/upstream").floats());
                assertThat(q.indices().toArray())
                        .isEqualTo(golden.tensor(name + "/indices").ints());
                assertClose(golden, name + "/values", q.values());
                assertClose(golden, name + "/loss", q.loss());
                tape.backward(q.values().times(upstream).sum().plus(q.loss()));
                assertClose(golden, name + "/gradient", tape.gradient(z));
                if (golden.tensors().containsKey(name + "/table_gradient")) {
                    assertClose(golden, name + "/table_gradient", tape.gradient(table.value()));
                }
            }
        }
    }

    private static void assertClose(SafetensorsFile golden, String name, Tensor found) {
        assertThat(found.toArray()).as(name).containsExactly(golden.tensor(name).floats(), Offset.offset(TOLERANCE));
    }
}
