package dev.azulejo.vqvae2.onnx;

import dev.azulejo.nn.Weights;
import dev.azulejo.nn.onnx.OnnxGraph;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.PartNames;
import dev.azulejo.vqvae2.PixelRange;
import dev.azulejo.vqvae2.Stack;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.Wiring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The operators of a model, level by level, in NCHW: the same walk as {@link VqVae2#forward}, by the names of the weights. Lists
 * begin at the bottom.
 */
final class ModelNodes {
    private final OnnxGraph graph;
    private final ModelConfig config;
    private final List<PartNames> names;
    private final List<QuantizerNodes> quantizers;

    /** What a level hands down: for the quantizer below, and for the decoder below. */
    private record Down(String decoded, String codes) {}

    ModelNodes(OnnxGraph graph, VqVae2 model) {
        this.graph = graph;
        config = model.config();
        names = PartNames.of(config);
        for (NamedArray tensor : Weights.arrays(model.parameters())) {
            graph.constant(tensor.name(), tensor.floats(), tensor.shape());
        }
        quantizers = IntStream.range(0, config.levels())
                .mapToObj(level -> new QuantizerNodes(graph, names.get(level).quantizer(), model.quantizer(level)))
                .toList();
    }

    /** The codes of images, and the image of those. */
    record Walk(List<String> codes, String reconstruction) {}

    Walk walk(String images) {
        List<String> features = new ArrayList<>();
        String below = scaled(images, 2, -1);
        for (int level = 0; level < config.levels(); level++) {
            below = encoder(level, below);
            features.add(below);
        }
        String[] codes = new String[config.levels()];
        Down above = null;
        for (int level = config.levels() - 1; level >= 0; level--) {
            codes[level] = quantizers.get(level).encode(project(level, features.get(level), above));
            above = down(level, codes[level], above);
        }
        return new Walk(Arrays.asList(codes), scaled(above.decoded(), 0.5f, 0.5f));
    }

    /** The image of codes. */
    String decode(List<String> codes) {
        Down above = null;
        for (int level = config.levels() - 1; level >= 0; level--) {
            above = down(level, codes.get(level), above);
        }
        return scaled(above.decoded(), 0.5f, 0.5f);
    }

    /** The lowest level halves the image some times, a higher one the features of the level below once. */
    private String encoder(int level, String x) {
        String name = names.get(level).encoder() + ".";
        String halved = x;
        int at = 0;
        for (int i = 0; i < (level == 0 ? config.halvings() : 1); i++, at += 2) {
            halved = relu(conv(name + at, halved, 2, 1));
        }
        return residual(name, at + 1, level, conv(name + at, halved, 1, 1));
    }

    private String project(int level, String features, Down above) {
        boolean reads = config.wiring() != Wiring.REFERENCE && above != null;
        return conv(names.get(level).projection(), reads ? concat(features, above.decoded()) : features, 1, 0);
    }

    private Down down(int level, String codes, Down above) {
        String values = quantizers.get(level).lookup(codes);
        String all = above == null ? values : concat(values, above.codes());
        String name = names.get(level).decoder() + ".";
        String x = residual(name, 1, level, conv(name + 0, all, 1, 1));
        int at = 1 + config.resBlocks(level) + (config.stack() == Stack.SONNET ? 1 : 0);
        String decoded = up(name + at, x);
        for (int i = 1; level == 0 && i < config.halvings(); i++) {
            decoded = up(name + (at + 2 * i), relu(decoded));
        }
        boolean upsamples = config.wiring() == Wiring.UPSAMPLED && level > 0;
        return new Down(decoded, upsamples ? up(names.get(level).upsample(), all) : decoded);
    }

    private String residual(String name, int first, int level, String x) {
        String y = x;
        for (int i = 0; i < config.resBlocks(level); i++) {
            String block = name + (first + i) + ".block.";
            String within = relu(conv(block + 1, relu(y), 1, 1));
            y = graph.node("Add", Map.of(), conv(block + 3, within, 1, 0), y);
        }
        return config.stack() == Stack.SONNET ? relu(y) : y;
    }

    private String conv(String name, String x, int stride, int padding) {
        Map<String, Object> attributes =
                Map.of("strides", List.of(stride, stride), "pads", List.of(padding, padding, padding, padding));
        return graph.node("Conv", attributes, x, name + ".weight", name + ".bias");
    }

    private String up(String name, String x) {
        Map<String, Object> attributes = Map.of("strides", List.of(2, 2), "pads", List.of(1, 1, 1, 1));
        return graph.node("ConvTranspose", attributes, x, name + ".weight", name + ".bias");
    }

    private String relu(String x) {
        return graph.node("Relu", Map.of(), x);
    }

    private String concat(String one, String other) {
        return graph.node("Concat", Map.of("axis", 1), one, other);
    }

    /** Pixels that the model computes with, of those in [0,1], or back. */
    private String scaled(String pixels, float factor, float offset) {
        if (config.pixelRange() == PixelRange.UNIT) {
            return pixels;
        }
        String scale = graph.constant("pixels.factor" + factor, new float[] {factor}, 1);
        String shift = graph.constant("pixels.offset" + offset, new float[] {offset}, 1);
        return graph.node("Add", Map.of(), graph.node("Mul", Map.of(), pixels, scale), shift);
    }
}
