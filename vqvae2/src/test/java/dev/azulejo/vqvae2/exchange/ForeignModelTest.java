package dev.azulejo.vqvae2.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Weights;
import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that PyTorch wrote, on files that the scripts in {@code src/test/python} made. */
class ForeignModelTest {
    @TempDir
    Path folder;

    private final Engine engine = new Engine(Backends.choose("scalar", 1));

    @AfterEach
    void close() {
        engine.close();
    }

    private static SafetensorsFile golden(String name) throws URISyntaxException {
        return SafetensorsFile.read(Path.of(ForeignModelTest.class
                .getResource("/golden/" + name + ".safetensors")
                .toURI()));
    }

    /** The state dict of the twin. */
    private static List<NamedArray> weights(SafetensorsFile golden) {
        return golden.tensors().values().stream()
                .filter(tensor -> tensor.name().startsWith("weights/"))
                .map(tensor -> WeightLayout.renamed(tensor, tensor.name().substring("weights/".length())))
                .toList();
    }

    private Path write(List<NamedArray> tensors) {
        Path file = folder.resolve("weights.safetensors");
        SafetensorsFile.write(file, tensors, Map.of("format", "pt"));
        return file;
    }

    private ForeignModel read(List<NamedArray> tensors) {
        return ForeignModel.read(write(tensors), Optional.empty());
    }

    private void requireComputes(SafetensorsFile golden, VqVae2 model) {
        NamedArray input = golden.tensor("input");
        Tensor images = engine.state(Shape.of(input.shape()), input.floats());
        List<IntTensor> codes = model.encode(images);
        for (int level = 0; level < codes.size(); level++) {
            assertThat(codes.get(level).toArray())
                    .as("codes of level %d", level)
                    .isEqualTo(golden.tensor("indices/" + level).ints());
        }
        float[] expected = golden.tensor("reconstruction").floats();
        assertThat(model.forward(images).reconstruction().toArray()).containsExactly(expected, Offset.offset(1e-5f));
        assertThat(model.decode(codes).toArray()).containsExactly(expected, Offset.offset(1e-5f));
    }

    @Test
    void rosinalitysModelComputesTheSame() throws URISyntaxException {
        SafetensorsFile golden = golden("rosinality");
        ForeignModel found = read(weights(golden));
        assertThat(found.layout()).isEqualTo(WeightLayout.ROSINALITY);
        assertThat(found.configuration().toJson())
                .containsEntry("channels", 3L)
                .containsEntry("levels", 2L)
                .containsEntry("wiring", "upsampled")
                .containsEntry("stack", "sonnet")
                .containsEntry("hidden", 12L)
                .containsEntry("res_blocks", 2L)
                .containsEntry("res_channels", 5L)
                .containsEntry("quantizer", "ema")
                .containsEntry("codes", 17L)
                .containsEntry("code_dim", 6L)
                .containsEntry("init", "uniform")
                .containsEntry("pixel_range", "signed");
        requireComputes(golden, found.load(engine));
    }

    /** Exported again, it is the state dict that was imported: a strict load takes it. */
    @Test
    void rosinalitysNamesLeadBack() throws URISyntaxException {
        List<NamedArray> weights = weights(golden("rosinality"));
        VqVae2 model = read(weights).load(engine);
        requireSame(WeightLayout.ROSINALITY.fromReference(Weights.arrays(model.parameters())), weights);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "odd", "ema", "single", "single-ema", "three", "paper", "paper-three"})
    void sizesAreReadOffTheTwinsWeights(String name) throws URISyntaxException {
        SafetensorsFile golden = golden(name);
        List<NamedArray> weights = weights(golden);
        ForeignModel found = read(weights);
        assertThat(found.layout()).isEqualTo(WeightLayout.REFERENCE);
        ModelConfig expected = new Schema<>(ModelConfig.class)
                .fromJson(JsonObject.of(Json.read(golden.metadata().get("config"), name), name));
        ModelConfig sizes = found.configuration().model().forImages(expected.channels(), expected.imageSize());
        assertThat(sizes.levelNames()).isEqualTo(expected.levelNames());
        VqVae2 model = found.load(engine);
        if (!golden.metadata().get("config").contains("lowest")) { // else some levels are left out in it
            requireComputes(golden, model);
        }
        requireSame(Weights.arrays(model.parameters()), weights);
    }

    @Test
    void lucidrainsCodebooksComeAndGo() throws URISyntaxException {
        SafetensorsFile golden = golden("ema");
        List<NamedArray> theirs = WeightLayout.LUCIDRAINS.fromReference(weights(golden));
        assertThat(theirs)
                .extracting(NamedArray::toString)
                .contains(
                        "vq_bot._codebook.initted F32 [1]",
                        "vq_bot._codebook.embed F32 [1, 19, 6]",
                        "vq_bot._codebook.cluster_size F32 [1, 19]",
                        "vq_bot._codebook.embed_avg F32 [1, 19, 6]");
        ForeignModel found = read(theirs);
        assertThat(found.layout()).isEqualTo(WeightLayout.LUCIDRAINS);
        VqVae2 model = found.load(engine);
        requireComputes(golden, model);
        requireSame(Weights.arrays(model.parameters()), weights(golden));
    }

    @Test
    void aCodebookLearnedByGradientGetsAveragesForLucidrains() throws URISyntaxException {
        List<NamedArray> theirs = WeightLayout.LUCIDRAINS.fromReference(weights(golden("reference")));
        assertThat(theirs)
                .extracting(NamedArray::toString)
                .contains("vq_top._codebook.cluster_size F32 [1, 32]", "vq_top._codebook.embed_avg F32 [1, 32, 8]");
        assertThat(read(theirs).configuration().toJson()).containsEntry("quantizer", "ema");
    }

    /** What 0.1 wrote: vq_bot.weight. */
    @Test
    void oldNamesOfMovingAveragesAreRead() throws URISyntaxException {
        SafetensorsFile golden = golden("ema");
        List<NamedArray> old = weights(golden).stream()
                .map(tensor -> WeightLayout.renamed(
                        tensor, tensor.name().replaceFirst("^(vq_\\w+)\\.embedding\\.weight$", "$1.weight")))
                .toList();
        assertThat(old).extracting(NamedArray::name).contains("vq_bot.weight");
        requireComputes(golden, read(old).load(engine));
        VqVae2 model = read(weights(golden("ema"))).load(engine);
        Weights.load(write(old), model.parameters());
        requireComputes(golden, model);
    }

    @Test
    void wrappedModelsAreUnwrapped() throws URISyntaxException {
        List<NamedArray> wrapped = weights(golden("reference")).stream()
                .map(tensor -> WeightLayout.renamed(tensor, "module." + tensor.name()))
                .toList();
        requireComputes(golden("reference"), read(wrapped).load(engine));
    }

    @Test
    void averagesThatDidNotComeBeginAnew() throws URISyntaxException {
        ForeignModel gradient = read(weights(golden("reference")));
        VqVae2 model =
                gradient.with(gradient.configuration().with("quantizer", "ema")).load(engine);
        assertThat(model.parameters().get("vq_top.count").value().toArray()).containsOnly(1);
        assertThat(model.parameters().get("vq_top.total").value().toArray())
                .isEqualTo(model.parameters()
                        .get("vq_top.embedding.weight")
                        .value()
                        .toArray());
        requireComputes(golden("reference"), model);
    }

    @Test
    void whatIsNoModelIsRefusedInOneLine() throws URISyntaxException {
        assertThatThrownBy(() -> read(List.of(NamedArray.of("conv1.weight", new float[4], 2, 2))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("weights.safetensors: expected the weights of a VQ-VAE-2")
                .hasMessageContaining("found conv1.weight");
        List<NamedArray> weights = new ArrayList<>(weights(golden("rosinality")));
        weights.add(NamedArray.of("enc_m.blocks.0.weight", new float[1], 1));
        assertThatThrownBy(() -> read(weights))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("tensor enc_m.blocks.0.weight: no part of rosinality's");
        List<NamedArray> half = weights(golden("reference")).stream()
                .filter(tensor -> !tensor.name().startsWith("decoder_bot"))
                .toList();
        assertThatThrownBy(() -> read(half))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("tensor decoder_bot.0.weight: is missing; it is not a whole VQ-VAE-2");
        assertThatThrownBy(() -> WeightLayout.ROSINALITY.fromReference(weights(golden("ema"))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("layout rosinality: expected a model of two levels");
    }

    private static void requireSame(List<NamedArray> found, List<NamedArray> expected) {
        assertThat(sorted(found))
                .extracting(NamedArray::toString)
                .isEqualTo(sorted(expected).stream().map(NamedArray::toString).toList());
        for (int i = 0; i < expected.size(); i++) {
            NamedArray one = sorted(found).get(i);
            assertThat(Arrays.equals(one.floats(), sorted(expected).get(i).floats()))
                    .as(one.name())
                    .isTrue();
        }
    }

    private static List<NamedArray> sorted(List<NamedArray> tensors) {
        return tensors.stream().sorted(Comparator.comparing(NamedArray::name)).toList();
    }
}
