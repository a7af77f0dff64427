package dev.azulejo.cli.serve;

import dev.azulejo.cli.picture.Picture;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.analysis.LevelAnalysis;
import dev.azulejo.vqvae2.analysis.LevelAnalysis.Codebook;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the codes of each level draw, in the mean: a picture of all tiles of a level, and how often each occurs. The darkest
 * and the lightest of a level's values are black and white: the means of a lower level, which adds detail, are much alike.
 */
final class Tiles {
    /** Tiles beside each other in the picture. */
    static final int COLUMNS = 32;

    private static final int MOST_PIXELS = 1 << 19;
    private static final int MOST_IMAGES = 512;

    private Tiles() {}

    static Map<String, Object> of(Engine engine, VqVae2 model, ImageData images) {
        int enough = Math.clamp(MOST_PIXELS / (images.height() * images.width()), 8, MOST_IMAGES);
        ImageData some = images.subset(0, Math.min(enough, images.count()));
        Map<String, Object> levels = new LinkedHashMap<>();
        for (Codebook level : LevelAnalysis.of(engine, model, some, 0).codebooks()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("side", level.side());
            json.put("columns", COLUMNS);
            json.put("counts", Arrays.stream(level.counts()).boxed().toList());
            json.put("image", Png.text(picture(level, images.channels())));
            levels.put(level.name(), json);
        }
        return levels;
    }

    private static BufferedImage picture(Codebook level, int channels) {
        int side = level.side();
        int codes = level.counts().length;
        BufferedImage image =
                new BufferedImage(COLUMNS * side, Math.ceilDiv(codes, COLUMNS) * side, BufferedImage.TYPE_INT_RGB);
        float[] drawn = stretched(level);
        for (int code = 0; code < codes; code++) {
            int size = side * side * channels;
            Picture tile = new Picture(side, side, channels, Arrays.copyOfRange(drawn, code * size, (code + 1) * size));
            for (int i = 0; i < side * side; i++) {
                int rgb = tile.rgb(i / side, i % side);
                image.setRGB(code % COLUMNS * side + i % side, code / COLUMNS * side + i / side, rgb);
            }
        }
        return image;
    }

    private static float[] stretched(Codebook level) {
        float[] drawn = level.drawn().clone();
        int size = drawn.length / level.counts().length;
        float least = Float.MAX_VALUE;
        float most = -Float.MAX_VALUE;
        for (int i = 0; i < drawn.length; i++) {
            if (level.counts()[i / size] > 0) {
                least = Math.min(least, drawn[i]);
                most = Math.max(most, drawn[i]);
            }
        }
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = most > least ? (drawn[i] - least) / (most - least) : drawn[i];
        }
        return drawn;
    }
}
