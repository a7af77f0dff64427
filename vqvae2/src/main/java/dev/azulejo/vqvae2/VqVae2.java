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
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The hierarchical VQ-VAE (Razavi, van den Oord and Vinyals 2019, arXiv 1906.00446): every level encodes the features of
 * the one below, and is decoded together with the one above, from the top down to the image.
 *
 * <p>Images are {@code [N,H,W,C]} with pixels in [0,1], codes {@code [N,h,w]}; lists of levels begin at the bottom, the
 * finest. Two levels in the reference wiring have the reference model's names ({@code encoder_bot.0.weight}, ...); one level
 * is the VQ-VAE of 2017, under the names {@code encoder}, {@code vq} and {@code decoder}.
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
        levels = IntStream.range(0, config.levels())
                .mapToObj(level -> Level.of(config, level, init))
                .toList();
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
        Tensor loss = null;
        for (int i = levels.size() - 1; i >= 0; i--) { // the top first
            Level level = levels.get(i);
            latents[i] = level.latent(features.get(i), above);
            quantized[i] = level.quantizer().quantize(latents[i]);
            above = level.decode(dropout.apply(i, quantized[i].values()), above);
            loss = loss == null ? quantized[i].loss() : loss.plus(quantized[i].loss());
        }
        Tensor image = config.pixelRange().outward(above.decoded());
        return new ModelOutput(image, image.meanSquaredError(images), loss, List.of(latents), List.of(quantized));
    }

    /**
     * {@return the codes of images, {@code [N,h,w]} per level}
     *
     * @param images {@code [N,H,W,C]}
     * @throws IllegalArgumentException if the images have other channels, or sizes that do not fit the halvings
     */
    public List<IntTensor> encode(Tensor images) {
        List<Tensor> features = features(images);
        List<IntTensor> codes = new ArrayList<>(Collections.nCopies(levels.size(), null));
        for (int i = levels.size() - 1; i >= 0; i--) {
            Level level = levels.get(i);
            Down above = level.readsAbove() ? decodeDown(codes, i + 1, levels.size() - 1) : null;
            codes.set(i, level.quantizer().encode(level.latent(features.get(i), above)));
        }
        return List.copyOf(codes);
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
        Down down = decodeDown(codes, shown.lowest(), shown.highest());
        for (int i = shown.lowest() - 1; i >= 0; i--) { // vectors of zeros, which is another thing than code 0
            down = levels.get(i).decode(Down.silence(down.codes()).codes(), down);
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
        return decodeDown(above, level + 1, levels.size() - 1).decoded();
    }

    /** Decodes a range of levels; the list of codes ends with the top's and may lack those of lower levels. */
    private Down decodeDown(List<IntTensor> codes, int lowest, int highest) {
        Down above = null;
        for (int i = highest; i >= lowest; i--) {
            Tensor values = quantizer(i).lookup(codes.get(i + codes.size() - levels.size()));
            boolean silent = i == highest && highest < levels.size() - 1; // the level above is not shown
            above = levels.get(i).decode(values, silent ? Down.silence(values) : above);
        }
        return above;
    }

    /** {@return what the names of each level's parts end with, the bottom first: {@code _bot}, {@code _top}; of one level nothing} */
    public List<String> suffixes() {
        return config.levels() == 1 ? List.of("") : config.names("_bot", "_mid", "_top");
    }

    @Override
    public void describe(Parameters into) {
        List<String> names = suffixes();
        // A single level's projection is the last layer of its encoder, behind three convolutions and two ReLUs.
        String projection =
                config.levels() == 1 ? "encoder." + (1 + 2 * config.halvings() + config.resBlocks(0)) : "pre_vq";
        IntStream.range(0, names.size())
                .forEach(i -> into.child("encoder" + names.get(i), levels.get(i).encoder()));
        IntStream.range(0, names.size())
                .forEach(
                        i -> into.child(projection + names.get(i), levels.get(i).project()));
        IntStream.range(0, names.size())
                .forEach(i -> into.child("vq" + names.get(i), levels.get(i).quantizer()));
        for (int i = names.size() - 1; i >= 0; i--) {
            into.child("decoder" + names.get(i), levels.get(i).decoder());
            if (levels.get(i).upsample() != null) {
                into.child("upsample" + names.get(i), levels.get(i).upsample());
            }
        }
    }
}
