package dev.azulejo.vqvae2.exchange;

import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.safetensors.NamedArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The codebooks of github.com/lucidrains/vector-quantize-pytorch, which have an axis of heads in front. */
final class Lucidrains {
    private static final String CODEBOOK = "._codebook.";
    private static final Map<String, String> NAMES =
            Map.of("embed", "embedding.weight", "cluster_size", "count", "embed_avg", "total");

    private Lucidrains() {}

    /** Whether a codebook was begun with is no weight. */
    static List<NamedArray> toReference(List<NamedArray> tensors) {
        return tensors.stream()
                .filter(tensor -> !tensor.name().endsWith(CODEBOOK + "initted"))
                .map(Lucidrains::toReference)
                .toList();
    }

    private static NamedArray toReference(NamedArray tensor) {
        int at = tensor.name().indexOf(CODEBOOK);
        String ours = at < 0 ? null : NAMES.get(tensor.name().substring(at + CODEBOOK.length()));
        if (ours == null) {
            return tensor;
        }
        int[] shape = tensor.shape();
        if (shape.length < 2 || shape[0] != 1) {
            throw new UserException("tensor " + tensor + ": expected a codebook of one head, [1, ...]");
        }
        return new NamedArray(
                tensor.name().substring(0, at) + "." + ours,
                tensor.dtype(),
                Arrays.copyOfRange(shape, 1, shape.length),
                tensor.array());
    }

    /** A codebook that is learned by gradient gets averages, since every codebook there has some. */
    static List<NamedArray> fromReference(List<NamedArray> tensors) {
        return tensors.stream()
                .flatMap(tensor -> {
                    String name = tensor.name();
                    for (Map.Entry<String, String> each : NAMES.entrySet()) {
                        if (name.startsWith("vq") && name.endsWith("." + each.getValue())) {
                            String vq = name.substring(
                                    0, name.length() - each.getValue().length() - 1);
                            return fromReference(tensor, vq + CODEBOOK, each.getKey(), tensors);
                        }
                    }
                    return Stream.of(tensor);
                })
                .toList();
    }

    private static Stream<NamedArray> fromReference(
            NamedArray tensor, String prefix, String theirs, List<NamedArray> all) {
        int[] shape =
                IntStream.concat(IntStream.of(1), Arrays.stream(tensor.shape())).toArray();
        NamedArray renamed = new NamedArray(prefix + theirs, tensor.dtype(), shape, tensor.array());
        if (!theirs.equals("embed")) {
            return Stream.of(renamed);
        }
        NamedArray begun = NamedArray.of(prefix + "initted", new float[] {1}, 1);
        String count = prefix.replace(CODEBOOK, ".") + "count";
        if (all.stream().anyMatch(other -> other.name().equals(count))) {
            return Stream.of(begun, renamed);
        }
        float[] ones = new float[shape[1]];
        Arrays.fill(ones, 1);
        return Stream.of(
                begun,
                NamedArray.of(prefix + "cluster_size", ones, 1, shape[1]),
                NamedArray.of(prefix + "embed_avg", tensor.floats().clone(), shape),
                renamed);
    }
}
