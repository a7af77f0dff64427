package dev.azulejo.cli.picture;

import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One image to show.
 *
 * @param height rows
 * @param width columns
 * @param channels 1 (grey) or 3
 * @param values {@code [height, width, channels]}, in [0,1]; what lies beyond is cut off when it is shown
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Picture(int height, int width, int channels, float[] values) {
    /** The images of a batch {@code [N,H,W,C]}. */
    public static List<Picture> of(Tensor batch) {
        Shape shape = batch.shape();
        return of(shape.get(0), shape.get(1), shape.get(2), shape.get(3), batch.toArray());
    }

    /** The first images of a source. */
    public static List<Picture> of(ImageData data, int count) {
        float[] values = new float[Math.multiplyExact(count, data.imageBytes())];
        Batches.copy(data, 0, count, values, new int[count]);
        return of(count, data.height(), data.width(), data.channels(), values);
    }

    public static List<Picture> of(int count, int height, int width, int channels, float[] values) {
        int size = height * width * channels;
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pictures.add(new Picture(height, width, channels, Arrays.copyOfRange(values, i * size, (i + 1) * size)));
        }
        return pictures;
    }

    /** The colour of a pixel, 0xRRGGBB. */
    public int rgb(int row, int column) {
        int at = (row * width + column) * channels;
        int red = level(values[at]);
        return channels == 3 ? red << 16 | level(values[at + 1]) << 8 | level(values[at + 2]) : red * 0x010101;
    }

    private static int level(float value) {
        return Math.round(Math.clamp(value, 0f, 1f) * 255);
    }
}
