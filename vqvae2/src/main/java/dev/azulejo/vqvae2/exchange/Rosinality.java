package dev.azulejo.vqvae2.exchange;

import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.safetensors.NamedArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of github.com/rosinality/vq-vae-2-pytorch, in two levels. Its codebooks are {@code [D,K]}, and where two things
 * are put side by side, what comes from above is the first there and the second here.
 */
final class Rosinality {
    /** Beginnings of names there and here. */
    private static final Map<String, String> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("enc_b.blocks.", "encoder_bot.");
        PARTS.put("enc_t.blocks.", "encoder_top.");
        PARTS.put("dec.blocks.", "decoder_bot.");
        PARTS.put("dec_t.blocks.", "decoder_top.");
        PARTS.put("upsample_t.", "upsample_top.");
        PARTS.put("quantize_conv_b.", "pre_vq_bot.");
        PARTS.put("quantize_conv_t.", "pre_vq_top.");
        for (String level : List.of("b", "t")) {
            String ours = level.equals("b") ? "vq_bot." : "vq_top.";
            PARTS.put("quantize_" + level + ".embed_avg", ours + "total");
            PARTS.put("quantize_" + level + ".embed", ours + "embedding.weight");
            PARTS.put("quantize_" + level + ".cluster_size", ours + "count");
        }
    }

    private Rosinality() {}

    static List<NamedArray> toReference(List<NamedArray> tensors) {
        return tensors.stream()
                .map(tensor -> {
                    String name = renamed(tensor.name(), PARTS).replace(".conv.", ".block.");
                    return arranged(tensor, name, name, true);
                })
                .toList();
    }

    static List<NamedArray> fromReference(List<NamedArray> tensors) {
        if (tensors.stream().noneMatch(tensor -> tensor.name().startsWith("upsample_top."))) {
            throw new UserException("layout rosinality: expected a model of two levels with wiring=upsampled and"
                    + " stack=sonnet, as that program has; export this one in the layout reference");
        }
        Map<String, String> back = new LinkedHashMap<>();
        PARTS.forEach((theirs, ours) -> back.put(ours, theirs));
        return tensors.stream()
                .map(tensor -> arranged(
                        tensor, renamed(tensor.name(), back).replace(".block.", ".conv."), tensor.name(), false))
                .toList();
    }

    private static String renamed(String name, Map<String, String> parts) {
        return parts.entrySet().stream()
                .filter(part -> name.startsWith(part.getKey()))
                .findFirst()
                .map(part -> part.getValue() + name.substring(part.getKey().length()))
                .orElseThrow(
                        () -> new UserException("tensor " + name + ": no part of rosinality's VQ-VAE-2 of two levels"
                                + " has such a name; name another --layout"));
    }

    private static NamedArray arranged(NamedArray tensor, String name, String ours, boolean inward) {
        boolean table = ours.startsWith("vq_") && tensor.shape().length == 2;
        boolean beside = ours.equals("pre_vq_bot.weight") || ours.equals("decoder_bot.0.weight");
        if (!(tensor.array() instanceof float[] values) || !(table || (beside && tensor.shape().length == 4))) {
            return WeightLayout.renamed(tensor, name);
        }
        int[] shape = tensor.shape();
        if (table) {
            return NamedArray.of(name, transposed(values, shape[0], shape[1]), shape[1], shape[0]);
        }
        // The codes' dimension: as many as come from above.
        int above = ours.startsWith("pre_vq") ? shape[0] : shape[1] / 2;
        int first = inward ? above : shape[1] - above;
        return NamedArray.of(name, rotated(values, shape, Math.min(first, shape[1])), shape);
    }

    private static float[] transposed(float[] values, int rows, int columns) {
        float[] out = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out[j * rows + i] = values[i * columns + j];
            }
        }
        return out;
    }

    /** The second axis with its first elements moved behind the others. */
    private static float[] rotated(float[] values, int[] shape, int first) {
        int size = shape[2] * shape[3];
        int row = shape[1] * size;
        int moved = first * size;
        float[] out = new float[values.length];
        for (int at = 0; at < values.length; at += row) {
            System.arraycopy(values, at + moved, out, at, row - moved);
            System.arraycopy(values, at, out, at + row - moved, moved);
        }
        return out;
    }
}
