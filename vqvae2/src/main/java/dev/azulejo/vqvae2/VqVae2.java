package dev.azulejo.vqvae2;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Module;
import dev.azulejo.nn.Parameters;
import dev.azulejo.vqvae2.Level.Down;
import dev.azulejo.vqvae2.quantize.VectorQuantizer;
import dev.azulejo.vqvae2.quantize.VectorQuantizer.Quantized;
import java.util.ArrayList;
import java.util.List;

/**
 * The hierarchical VQ-VAE (Razavi, van den Oord and Vinyals 2019, arXiv 1906.00446): every level encodes the features of
 * the one below, and is decoded together with the one above, from the top down to the image.
 *
 * <p>Images are {@code [N,H,W,C]} with pixels in [0,1], codes {@code [N,h,w]}; lists of levels begin at the bottom, the
 * finest. One level is the VQ-VAE of 2017. Its parts are named by {@link PartNames}.
 */
public final class VqVae2 implements Module {
    private final ModelConfig config;
    private final List<Level> levels;

    /**
     * A model with its first weights.
     *
     * @param config its sizes
     * @param init draws the weights
     */
    public VqVae2(ModelConfig config, Initializer init) {
        this.config = config;
        levels = Level.all(config, init);
    }

    /** {@return the sizes} */
    public ModelConfig config() {
        return config;
    }

    /**
     * {@return the quantizer of a level}
     *
     * @param level the level, 0 for the bottom
     */
    public VectorQuantizer quantizer(int level) {
        return levels.get(level).quantizer();
    }

    /**
     * {@return reconstruction, losses and codes}
     *
     * @param images {@code [N,H,W,C]}
     * @throws IllegalArgumentException if the images have other channels, or sizes that do not fit the halvings
     */
    public ModelOutput forward(Tensor images) {
        return forward(images, LevelDropout.NONE);
    }

    /**
     * {@return reconstruction, losses and codes, some images drawn without their lower levels}
     *
     * @param images {@code [N,H,W,C]}
     * @param dropout which levels each image keeps
     */
    public ModelOutput forward(Tensor images, LevelDropout dropout) {
        List<Tensor> features = features(images);
        Tensor[] latents = new Tensor[levels.size()];
        Quantized[] quantized = new Quantized[levels.size()];
        Down above = null;
        for (int i = levels.size() - 1; i >= 0; i--) { // the top first
            Level level = levels.get(i);
            latents[i] = level.latent(features.get(i), above);
            quantized[i] = level.quantizer().quantize(latents[i]);
            above = level.decode(dropout.apply(i, quantized[i].values()), above);
        }
        Tensor image = config.pixelRange().outward(above.decoded());
        return ModelOutput.of(image, images, List.of(latents), List.of(quantized));
    }

    /**
     * {@return the codes of images, {@code [N,h,w]} per level}
     *
     * @param images {@code [N,H,W,C]}
     * @throws IllegalArgumentException if the images have other channels, or sizes that do not fit the halvings
     */
    public List<IntTensor> encode(Tensor images) {
        List<Tensor> features = features(images);
        IntTensor[] codes = new IntTensor[levels.size()];
        Down above = null;
        for (int i = levels.size() - 1; i >= 0; i--) {
            Level level = levels.get(i);
            codes[i] = level.quantizer().encode(level.latent(features.get(i), above));
            boolean read = i > 0 && levels.get(i - 1).readsAbove();
            above = read ? level.decode(level.quantizer().lookup(codes[i]), above) : null;
        }
        return List.of(codes);
    }

    private List<Tensor> features(Tensor images) {
        config.requireFit(images.shape());
        List<Tensor> features = new ArrayList<>();
        Tensor below = config.pixelRange().inward(images);
        for (Level level : levels) {
            below = level.encoder().forward(below);
            features.add(below);
        }
        return features;
    }

    /**
     * {@return the image of codes}
     *
     * @param codes {@code [N,h,w]} per level
     */
    public Tensor decode(List<IntTensor> codes) {
        return decode(codes, Levels.all(levels.size()));
    }

    /**
     * {@return the image that some of the levels draw; what the others would say is zero}
     *
     * @param codes {@code [N,h,w]} per level
     * @param shown the levels that are heard
     */
    public Tensor decode(List<IntTensor> codes, Levels shown) {
        if (codes.size() != levels.size()) {
            throw new IllegalArgumentException(
                    "decode: number of levels: expected " + levels.size() + ", found " + codes.size());
        }
        Down down = null;
        for (int i = shown.highest(); i >= 0; i--) { // below the lowest zeros, which is another thing than code 0
            Tensor values =
                    i < shown.lowest() ? Down.zeros(down.codes()) : quantizer(i).lookup(codes.get(i));
            down = levels.get(i).decode(values, down);
        }
        return config.pixelRange().outward(down.decoded());
    }

    /**
     * {@return the decoded levels above one, {@code [N,h,w,D]}: what conditions its prior}
     *
     * @param level the level that is to be conditioned, 0 for the bottom
     * @param above codes {@code [N,h,w]} of every level above it, the finest first
     */
    public Tensor decodeAbove(int level, List<IntTensor> above) {
        if (above.isEmpty() || above.size() != levels.size() - 1 - level) {
            throw new IllegalArgumentException("decodeAbove: level " + level + " of " + levels.size()
                    + ": number of levels above: expected all, and at least one, found " + above.size());
        }
        Down down = null;
        for (int i = levels.size() - 1; i > level; i--) {
            down = levels.get(i).decode(quantizer(i).lookup(above.get(i - level - 1)), down);
        }
        return down.decoded();
    }

    @Override
    public void describe(Parameters into) {
        levels.forEach(level -> into.child(level.names().encoder(), level.encoder()));
        levels.forEach(level -> into.child(level.names().projection(), level.projection()));
        levels.forEach(level -> into.child(level.names().quantizer(), level.quantizer()));
        for (Level level : levels.reversed()) {
            into.child(level.names().decoder(), level.decoder());
            if (level.upsample() != null) {
                into.child(level.names().upsample(), level.upsample());
            }
        }
    }
}
