package dev.azulejo.vqvae2.analysis;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.vqvae2.Levels;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to decode the codes of an image without some of its levels, which shows what the others contribute.
 *
 * @param kept the levels whose codes are the image's
 * @param othersRandom whether the other levels have codes drawn uniformly; else what they would say is zero
 */
public record LevelAblation(Levels kept, boolean othersRandom) {
    private static final int STREAM = 0x4F544852; // "OTHR", plus the level

    /**
     * All ways that tell levels apart.
     *
     * @param config the model
     * @return all levels; the prefixes of the hierarchy, down to the top alone; each other level alone; and each level with
     *     random codes in the others
     */
    public static List<LevelAblation> of(ModelConfig config) {
        int levels = config.levels();
        List<LevelAblation> all = new ArrayList<>();
        for (Levels prefix : Levels.prefixes(levels).reversed()) {
            all.add(new LevelAblation(prefix, false));
        }
        for (int level = levels - 2; level >= 0; level--) {
            all.add(new LevelAblation(new Levels(level, level), false));
        }
        for (int level = levels - 1; level >= 0 && levels > 1; level--) {
            all.add(new LevelAblation(new Levels(level, level), true));
        }
        return all;
    }

    /**
     * This way in words.
     *
     * @param config the model
     * @return such as {@code top only}
     */
    public String label(ModelConfig config) {
        String word = kept.word(config);
        if (word.equals("all")) {
            return "all levels";
        }
        return othersRandom ? word + ", random rest" : word.endsWith("+") ? word : word + " only";
    }

    /**
     * Decodes codes this way.
     *
     * @param engine where the model lives
     * @param model the model
     * @param codes {@code [N,h,w]} per level, the bottom first
     * @param first number of the first image: with the seed it decides the random codes, whatever the batch
     * @param seed of the random codes
     * @return {@code [N,H,W,C]}, not clamped
     */
    public Tensor decode(Engine engine, VqVae2 model, List<IntTensor> codes, long first, long seed) {
        if (!othersRandom) {
            return model.decode(codes, kept);
        }
        List<IntTensor> mixed = new ArrayList<>();
        for (int level = 0; level < codes.size(); level++) {
            boolean own = level >= kept.lowest() && level <= kept.highest();
            mixed.add(own ? codes.get(level) : random(engine, model, codes.get(level), level, first, seed));
        }
        return model.decode(mixed);
    }

    private static IntTensor random(Engine engine, VqVae2 model, IntTensor like, int level, long first, long seed) {
        int[] values = new int[like.shape().size()];
        int positions = values.length / like.shape().get(0);
        int codes = model.quantizer(level).codes();
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) Philox.below(codes, seed, STREAM + level, first + i / positions, i % positions);
        }
        return engine.ints(like.shape(), values);
    }
}
