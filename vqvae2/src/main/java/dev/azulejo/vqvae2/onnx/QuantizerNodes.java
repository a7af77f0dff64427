package dev.azulejo.vqvae2.onnx;

import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.onnx.OnnxGraph;
import dev.azulejo.vqvae2.quantize.Codebook;
import dev.azulejo.vqvae2.quantize.CosineQuantizer;
import dev.azulejo.vqvae2.quantize.Estimator;
import dev.azulejo.vqvae2.quantize.FiniteScalarQuantizer;
import dev.azulejo.vqvae2.quantize.FiniteScale;
import dev.azulejo.vqvae2.quantize.ResidualQuantizer;
import dev.azulejo.vqvae2.quantize.VectorQuantizer;
import java.util.List;
import java.util.Map;

/**
 * The operators of a level's quantizer. Vectors come and go as {@code [N,D,h,w]}; in between they are {@code [N,h,w,D]}, so that
 * the search is one matrix product over all positions. Codes are INT64, {@code [N,h,w]} or {@code [N,h,w,Q]}.
 */
final class QuantizerNodes {
    private final OnnxGraph graph;
    private final String name;
    private final VectorQuantizer quantizer;
    private final int codes;
    private final int dimension;
    private final float[] table;

    /**
     * The operators of a quantizer.
     *
     * @param graph to add them to
     * @param name of the quantizer, before those of its constants
     * @param quantizer the quantizer
     */
    QuantizerNodes(OnnxGraph graph, String name, VectorQuantizer quantizer) {
        this.graph = graph;
        this.name = name;
        this.quantizer = quantizer;
        Codebook codebook = quantizer.codebook();
        codes = codebook.codes();
        dimension = codebook.dimension();
        table = codebook.table().toArray();
        graph.constant(name + ".table", table, codes, dimension);
    }

    /** The codes of vectors. */
    String encode(String vectors) {
        String z = graph.node("Transpose", Map.of("perm", List.of(0, 2, 3, 1)), vectors);
        return switch (quantizer) {
            case CosineQuantizer _ -> nearest(unit(z));
            case ResidualQuantizer q -> residual(z, q.depth());
            case FiniteScalarQuantizer q -> rounded(z, q.scale());
            default -> nearest(z);
        };
    }

    /** The vectors of codes. */
    String lookup(String chosen) {
        String vectors = gathered(chosen);
        if (quantizer.depth() > 1) {
            vectors = sum(vectors, 3, 0);
        }
        return graph.node("Transpose", Map.of("perm", List.of(0, 3, 1, 2)), vectors);
    }

    private String gathered(String chosen) {
        return graph.node("Gather", Map.of("axis", 0), name + ".table", chosen);
    }

    /** The smallest |e|² - 2 z e; |z|² is the same for all codes. Ties go to the lowest. */
    private String nearest(String z) {
        float[] doubled = new float[table.length];
        float[] squares = new float[codes];
        for (int k = 0; k < codes; k++) {
            double square = 0;
            for (int d = 0; d < dimension; d++) {
                float e = table[k * dimension + d];
                square += (double) e * e;
                doubled[d * codes + k] = -2 * e;
            }
            squares[k] = (float) square;
        }
        String products =
                graph.node("MatMul", Map.of(), z, graph.constant(name + ".products", doubled, dimension, codes));
        String distances = graph.node("Add", Map.of(), products, graph.constant(name + ".squares", squares, codes));
        return graph.node("ArgMin", Map.of("axis", -1, "keepdims", 0, "select_last_index", 0), distances);
    }

    /** Each code is the nearest to what those before it leave over. */
    private String residual(String z, int depth) {
        String[] chosen = new String[depth];
        String rest = z;
        String last = graph.constant(name + ".last", -1L);
        for (int q = 0; q < depth; q++) {
            String nearest = nearest(rest);
            chosen[q] = graph.node("Unsqueeze", Map.of(), nearest, last);
            rest = graph.node("Sub", Map.of(), rest, gathered(nearest));
        }
        return graph.node("Concat", Map.of("axis", -1), chosen);
    }

    private String unit(String z) {
        String square = sum(graph.node("Mul", Map.of(), z, z), -1, 1);
        String kept = graph.node(
                "Add", Map.of(), square, graph.constant(name + ".epsilon", new float[] {Estimator.EPSILON}, 1));
        return graph.node("Div", Map.of(), z, graph.node("Sqrt", Map.of(), kept));
    }

    /** Elements are squeezed by tanh and rounded, and are the digits of the code. */
    private String rounded(String z, FiniteScale scale) {
        String shifted = graph.node("Add", Map.of(), z, each("shift", scale.shift()));
        String squeezed = graph.node("Tanh", Map.of(), shifted);
        String bounded = graph.node(
                "Sub",
                Map.of(),
                graph.node("Mul", Map.of(), squeezed, each("bound", scale.bound())),
                each("offset", scale.offset()));
        String digits =
                graph.node("Add", Map.of(), graph.node("Round", Map.of(), bounded), each("middle", scale.middle()));
        String places = graph.node("Mul", Map.of(), digits, each("radix", scale.radix()));
        return graph.node("Cast", Map.of("to", 7), sum(places, -1, 0));
    }

    private String each(String constant, Tensor values) {
        return graph.constant(name + "." + constant, values.toArray(), dimension);
    }

    private String sum(String values, int axis, int keep) {
        String axes = graph.constant(name + ".axis" + axis, (long) axis);
        return graph.node("ReduceSum", Map.of("keepdims", keep), values, axes);
    }
}
