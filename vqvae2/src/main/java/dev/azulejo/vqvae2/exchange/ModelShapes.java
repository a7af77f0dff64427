package dev.azulejo.vqvae2.exchange;

import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.safetensors.NamedArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The settings of a model that the shapes of its tensors tell, under the reference's names. */
final class ModelShapes {
    private static final Pattern ENCODER = Pattern.compile("encoder(_bot|_mid\\d?|_top)?\\.0\\.weight");

    private final Map<String, int[]> shapes = new LinkedHashMap<>();

    private ModelShapes(List<NamedArray> tensors) {
        tensors.forEach(tensor -> shapes.put(tensor.name(), tensor.shape()));
    }

    /**
     * {@return the assignments that make a configuration fit; none about the size of images, which no weight tells}
     *
     * @throws UserException if the names are of no model that is known
     */
    static List<String> assignments(List<NamedArray> tensors) {
        return new ModelShapes(tensors).assignments();
    }

    private List<String> assignments() {
        List<String> suffixes = shapes.keySet().stream()
                .filter(name -> ENCODER.matcher(name).matches())
                .map(name -> name.substring("encoder".length(), name.indexOf('.')))
                .sorted(ModelShapes::upwards)
                .toList();
        if (suffixes.isEmpty()) {
            throw new UserException(
                    "expected the weights of a VQ-VAE-2 (encoder_bot.0.weight, ... or enc_b.blocks.0.weight,"
                            + " ...), found "
                            + (shapes.isEmpty()
                                    ? "none"
                                    : shapes.keySet().iterator().next()));
        }
        List<Integer> hidden = new ArrayList<>();
        List<Integer> blocks = new ArrayList<>();
        List<Integer> within = new ArrayList<>();
        List<Integer> codes = new ArrayList<>();
        List<Integer> dimensions = new ArrayList<>();
        for (int level = 0; level < suffixes.size(); level++) {
            String suffix = suffixes.get(level);
            int wide = size("encoder" + suffix + (level == 0 ? ".4.weight" : ".2.weight"), 0);
            int first = level == 0 ? 5 : 3;
            int count = (int) IntStream.iterate(first, at -> at + 1)
                    .takeWhile(at -> shapes.containsKey("encoder" + suffix + "." + at + ".block.1.weight"))
                    .count();
            int narrow = count == 0 ? wide : size("encoder" + suffix + "." + first + ".block.1.weight", 0);
            hidden.add(wide);
            blocks.add(count);
            within.add(narrow == wide ? 0 : narrow);
            if (shapes.containsKey("vq" + suffix + ".embedding.weight")) {
                codes.add(size("vq" + suffix + ".embedding.weight", 0));
                dimensions.add(size("vq" + suffix + ".embedding.weight", 1));
            }
        }
        List<String> found = new ArrayList<>(List.of(
                "channels=" + size("encoder" + suffixes.getFirst() + ".0.weight", 1),
                "levels=" + suffixes.size(),
                "wiring=" + wiring(suffixes, hidden),
                "stack=" + stack(suffixes.getFirst(), blocks.getFirst()),
                "hidden=" + list(hidden),
                "res_blocks=" + list(blocks),
                "res_channels=" + list(within),
                "quantizer=" + (shapes.containsKey("vq" + suffixes.getFirst() + ".count") ? "ema" : "gradient")));
        if (codes.size() == suffixes.size()) {
            found.add("codes=" + list(codes));
            found.add("code_dim=" + list(dimensions));
        }
        return found;
    }

    /** The order from the image up: bot, mid or mid1, mid2, ..., top. */
    private static int upwards(String one, String other) {
        return Integer.compare(height(one), height(other));
    }

    private static int height(String suffix) {
        if (suffix.startsWith("_mid")) {
            String number = suffix.substring("_mid".length());
            return number.isEmpty() ? 1 : Integer.parseInt(number);
        }
        return suffix.equals("_top") ? Integer.MAX_VALUE : 0;
    }

    private String wiring(List<String> suffixes, List<Integer> hidden) {
        if (shapes.keySet().stream().anyMatch(name -> name.startsWith("upsample_"))) {
            return "upsampled";
        }
        boolean single = suffixes.size() == 1;
        return !single && size("pre_vq" + suffixes.getFirst() + ".weight", 1) > hidden.getFirst()
                ? "paper"
                : "reference";
    }

    /** Where a ReLU of its own stands behind the residual blocks, the next layer is one position further. */
    private String stack(String bottom, int blocks) {
        size("decoder" + bottom + ".0.weight", 0); // It must be there.
        return shapes.containsKey("decoder" + bottom + "." + (1 + blocks) + ".weight") ? "reference" : "sonnet";
    }

    private int size(String name, int axis) {
        int[] shape = shapes.get(name);
        if (shape == null || shape.length <= axis) {
            throw new UserException("tensor " + name + ": "
                    + (shape == null ? "is missing" : "expected more axes than " + Arrays.toString(shape))
                    + "; it is not a whole VQ-VAE-2");
        }
        return shape[axis];
    }

    private static String list(List<Integer> values) {
        return values.stream().distinct().count() == 1
                ? values.getFirst().toString()
                : String.join(",", values.stream().map(String::valueOf).toList());
    }
}
