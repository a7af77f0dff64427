package dev.azulejo.vqvae2;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Module;
import dev.azulejo.nn.Parameters;
import dev.azulejo.vqvae2.VectorQuantizer.Quantized;
import java.util.ArrayList;
import java.util.List;

/**
 * The hierarchical VQ-VAE (Razavi, van den Oord and Vinyals 2019, arXiv 1906.00446): every level encodes the features of
 * the one below, and is decoded together with the one above, from the top down to the image.
 *
 * <p>With two levels, names, wiring and sizes are those of the seed document ({@code encoder_bot.0.weight}, ...); with one
 * it is the VQ-VAE of 2017, under the names {@code encoder}, {@code vq} and {@code decoder}. Lists of levels begin at the
 * bottom, the finest.
 */
public final class VqVae2 implements Module {
    private static final List<List<String>> SUFFIXES =
            List.of(List.of(""), List.of("_bot", "_top"), List.of("_bot", "_mid", "_top"));

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
        List<Level> made = new ArrayList<>();
        made.add(Level.bottom(config, init));
        for (int level = 1; level < config.levels(); level++) {
            made.add(Level.above(config, level, init));
        }
        levels = List.copyOf(made);
    }

    /**
     * Its sizes.
     *
     * @return the configuration
     */
    public ModelConfig config() {
        return config;
    }

    /**
     * The quantizer of a level.
     *
     * @param level the level, 0 for the bottom
     * @return the quantizer
     */
    public VectorQuantizer quantizer(int level) {
        return levels.get(level).quantizer();
    }

    /**
     * Encodes, quantizes and decodes.
     *
     * @param images {@code [N,H,W,C]}, pixels in [0,1]
     * @return reconstruction, loss and codes
     * @throws IllegalArgumentException if the images have other channels, or sizes that do not fit the halvings
     */
    public Pass forward(Tensor images) {
        List<Tensor> latents = latents(images);
        Quantized[] quantized = new Quantized[levels.size()];
        Tensor decoded = null;
        Tensor loss = null;
        for (int level = levels.size() - 1; level >= 0; level--) {
            quantized[level] = quantizer(level).forward(latents.get(level));
            decoded = levels.get(level).decode(quantized[level].values(), decoded);
            loss = loss == null ? quantized[level].loss() : loss.plus(quantized[level].loss());
        }
        return new Pass(decoded, loss, latents, List.of(quantized));
    }

    /**
     * What the encoders give for quantization.
     *
     * @param images {@code [N,H,W,C]}, pixels in [0,1]
     * @return {@code [N,h,w,D]} a level
     * @throws IllegalArgumentException if the images have other channels, or sizes that do not fit the halvings
     */
    public List<Tensor> latents(Tensor images) {
        requireFit(images.shape());
        List<Tensor> latents = new ArrayList<>();
        Tensor features = images;
        for (Level level : levels) {
            features = level.encoder().forward(features);
            latents.add(level.project().forward(features));
        }
        return List.copyOf(latents);
    }

    private void requireFit(Shape images) {
        int factor = 2 << levels.size();
        if (images.rank() != 4
                || images.channels() != config.channels()
                || images.get(1) % factor != 0
                || images.get(2) % factor != 0) {
            throw new IllegalArgumentException("encode: images " + images + "; expected [N,H,W," + config.channels()
                    + "] with H and W multiples of " + factor + ": pad them");
        }
    }

    /**
     * The codes of images.
     *
     * @param images {@code [N,H,W,C]}, pixels in [0,1]
     * @return {@code [N,h,w]} a level
     * @throws IllegalArgumentException if the images have other channels, or sizes that do not fit the halvings
     */
    public List<IntTensor> encode(Tensor images) {
        List<Tensor> latents = latents(images);
        List<IntTensor> codes = new ArrayList<>();
        for (int level = 0; level < levels.size(); level++) {
            codes.add(quantizer(level).nearest(latents.get(level)));
        }
        return List.copyOf(codes);
    }

    /**
     * The image of quantized features.
     *
     * @param quantized {@code [N,h,w,D]} a level
     * @return {@code [N,H,W,C]}
     * @throws IllegalArgumentException if there are more or fewer levels
     */
    public Tensor decode(List<Tensor> quantized) {
        requireLevels("decode", quantized.size(), levels.size());
        return decodeDown(quantized, 0);
    }

    /** Decodes the levels from the top down to one; what is given begins at that level. */
    private Tensor decodeDown(List<Tensor> quantized, int lowest) {
        Tensor decoded = null;
        for (int level = levels.size() - 1; level >= lowest; level--) {
            decoded = levels.get(level).decode(quantized.get(level - lowest), decoded);
        }
        return decoded;
    }

    /**
     * The image of codes.
     *
     * @param codes {@code [N,h,w]} a level
     * @return {@code [N,H,W,C]}
     * @throws IllegalArgumentException if there are more or fewer levels
     */
    public Tensor decodeCodes(List<IntTensor> codes) {
        requireLevels("decodeCodes", codes.size(), levels.size());
        return decodeDown(embed(codes, 0), 0);
    }

    /**
     * The image of the codes of a model of two levels.
     *
     * @param top {@code [N,h/2,w/2]}
     * @param bottom {@code [N,h,w]}
     * @return {@code [N,H,W,C]}
     * @throws IllegalArgumentException if the model has not two levels
     */
    public Tensor decodeCodes(IntTensor top, IntTensor bottom) {
        return decodeCodes(List.of(bottom, top));
    }

    /**
     * The decoded levels above one: what its decoder is given beside its codes, and the condition of its prior (the seed's
     * {@code top_decoded}).
     *
     * @param level the level that is to be conditioned, 0 for the bottom
     * @param above codes {@code [N,h,w]} of every level above it, the finest first
     * @return {@code [N,h,w,D]} of the level's height and width
     * @throws IllegalArgumentException if there are more or fewer levels above it, or none
     */
    public Tensor decodeAbove(int level, List<IntTensor> above) {
        if (level < 0 || level >= levels.size() - 1) {
            throw new IllegalArgumentException(
                    "decodeAbove: level " + level + " of " + levels.size() + "; there is none above it");
        }
        requireLevels("decodeAbove", above.size(), levels.size() - 1 - level);
        return decodeDown(embed(above, level + 1), level + 1);
    }

    /**
     * The decoded top codes of a model of two levels: the condition of the bottom prior.
     *
     * @param top {@code [N,h/2,w/2]}
     * @return {@code [N,h,w,D]}
     * @throws IllegalArgumentException if the model has not two levels
     */
    public Tensor decodeTop(IntTensor top) {
        return decodeAbove(0, List.of(top));
    }

    /**
     * The image of one level alone. The quantized features of the levels below it, and the decoded ones above it, are zero
     * (which is another thing than code 0).
     *
     * @param level the level that speaks, 0 for the bottom
     * @param codes its codes, {@code [N,h,w]}
     * @return {@code [N,H,W,C]}
     */
    public Tensor decodeOnly(int level, IntTensor codes) {
        Tensor values = quantizer(level).embed(codes);
        Tensor above = level == levels.size() - 1 ? null : values.engine().zeros(values.shape());
        Tensor decoded = levels.get(level).decode(values, above);
        for (int below = level - 1; below >= 0; below--) {
            decoded = levels.get(below).decode(decoded.engine().zeros(decoded.shape()), decoded);
        }
        return decoded;
    }

    private List<Tensor> embed(List<IntTensor> codes, int lowest) {
        List<Tensor> values = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            values.add(quantizer(lowest + i).embed(codes.get(i)));
        }
        return values;
    }

    private static void requireLevels(String operation, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    operation + ": number of levels: expected " + expected + ", found " + found);
        }
    }

    /**
     * Moves the codebooks that learn by moving averages. To be called once a training step.
     *
     * @param pass what the forward pass gave, its tensors still held
     */
    public void learnCodes(Pass pass) {
        for (int level = 0; level < levels.size(); level++) {
            quantizer(level)
                    .learn(
                            pass.latents().get(level),
                            pass.quantized().get(level).indices());
        }
    }

    /**
     * Puts vectors of a batch in the place of under-used codes. To be called every
     * {@link CodebookConfig#restartEvery} steps, after {@link #learnCodes}.
     *
     * @param pass what the forward pass gave, its tensors still held
     * @param key {@code [3]}: seed (low, high) and step
     */
    public void restartCodes(Pass pass, IntTensor key) {
        for (int level = 0; level < levels.size(); level++) {
            quantizer(level).restart(pass.latents().get(level), level, key);
        }
    }

    /**
     * Makes the first codes of what the encoders give for a first batch, where the configuration asks for it. To be called
     * once, before the first training step.
     *
     * @param images {@code [N,H,W,C]}, pixels in [0,1]
     * @param key {@code [3]}: seed (low, high) and step
     */
    public void initializeCodes(Tensor images, IntTensor key) {
        try (var _ = images.engine().scope()) {
            List<Tensor> latents = latents(images);
            for (int level = 0; level < levels.size(); level++) {
                quantizer(level).initialize(latents.get(level), level, key);
            }
        }
    }

    @Override
    public void describe(Parameters into) {
        List<String> suffixes = SUFFIXES.get(levels.size() - 1);
        for (int i = 0; i < levels.size(); i++) {
            into.child("encoder" + suffixes.get(i), levels.get(i).encoder());
        }
        for (int i = 0; i < levels.size(); i++) {
            into.child(projection(suffixes.get(i)), levels.get(i).project());
        }
        for (int i = 0; i < levels.size(); i++) {
            into.child("vq" + suffixes.get(i), levels.get(i).quantizer());
        }
        for (int i = levels.size() - 1; i >= 0; i--) {
            into.child("decoder" + suffixes.get(i), levels.get(i).decoder());
        }
    }

    /** The single level's projection is the last layer of its encoder, behind three convolutions and two ReLUs. */
    private String projection(String suffix) {
        return levels.size() == 1 ? "encoder." + (5 + config.resBlocks()) : "pre_vq" + suffix;
    }
}
