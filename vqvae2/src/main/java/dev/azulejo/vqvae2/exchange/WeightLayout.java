package dev.azulejo.vqvae2.exchange;

import dev.azulejo.nn.safetensors.NamedArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The implementations whose names and arrangement of weights are known. */
public enum WeightLayout {
    /** The reference model's names, which are Azulejo's: {@code encoder_bot.0.weight}, {@code vq_bot.embedding.weight}. */
    REFERENCE {
        @Override
        List<NamedArray> toReference(List<NamedArray> tensors) {
            return tensors;
        }

        @Override
        List<NamedArray> fromReference(List<NamedArray> tensors) {
            return tensors;
        }
    },
    /** The VQ-VAE-2 of github.com/rosinality/vq-vae-2-pytorch: {@code enc_b.blocks.0.weight}, {@code quantize_b.embed}. */
    ROSINALITY {
        @Override
        List<NamedArray> toReference(List<NamedArray> tensors) {
            return Rosinality.toReference(tensors);
        }

        @Override
        List<NamedArray> fromReference(List<NamedArray> tensors) {
            return Rosinality.fromReference(tensors);
        }
    },
    /**
     * The reference model's names with the quantizers of github.com/lucidrains/vector-quantize-pytorch:
     * {@code vq_bot._codebook.embed}.
     */
    LUCIDRAINS {
        @Override
        List<NamedArray> toReference(List<NamedArray> tensors) {
            return Lucidrains.toReference(tensors);
        }

        @Override
        List<NamedArray> fromReference(List<NamedArray> tensors) {
            return Lucidrains.fromReference(tensors);
        }
    };

    /** What PyTorch puts before every name of a model that is wrapped for several devices, or compiled. */
    private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");

    abstract List<NamedArray> toReference(List<NamedArray> tensors);

    abstract List<NamedArray> fromReference(List<NamedArray> tensors);

    /** {@return the name, as a user types it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The layout that names are of.
     *
     * @param names of all tensors of a model
     * @return the layout; the reference's if nothing speaks for another one
     */
    public static WeightLayout of(Collection<String> names) {
        if (names.stream().anyMatch(name -> name.startsWith("enc_b.") || name.startsWith("quantize_t."))) {
            return ROSINALITY;
        }
        return names.stream().anyMatch(name -> name.contains("._codebook.")) ? LUCIDRAINS : REFERENCE;
    }

    /** The tensors without a prefix that all their names have, if it says how the model was wrapped. */
    static List<NamedArray> unwrapped(Collection<NamedArray> tensors) {
        List<NamedArray> all = new ArrayList<>(tensors);
        for (String wrapper : WRAPPERS) {
            if (!all.isEmpty() && all.stream().allMatch(tensor -> tensor.name().startsWith(wrapper))) {
                all.replaceAll(tensor -> renamed(tensor, tensor.name().substring(wrapper.length())));
            }
        }
        return all;
    }

    static NamedArray renamed(NamedArray tensor, String name) {
        return new NamedArray(name, tensor.dtype(), tensor.shape(), tensor.array());
    }
}
