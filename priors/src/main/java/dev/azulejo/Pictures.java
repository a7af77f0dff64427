package dev.azulejo;

import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.image.RgbRows;
import dev.azulejo.vqvae2.ModelConfig;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Between the JDK's images and a model's. */
public final class Pictures {
    private Pictures() {}

    /**
     * {@return images as a model takes them: padded if that gives its size and they were so in training, else resized and
     *     cropped}
     *
     * @param images of any size
     * @param model the model's sizes
     * @param resized whether images were resized in training
     */
    public static ImageData data(List<BufferedImage> images, ModelConfig model, boolean resized) {
        int size = model.imageSize();
        byte[] pixels = new byte[Math.multiplyExact(images.size(), size * size * model.channels())];
        for (int i = 0; i < images.size(); i++) {
            ImageData own = data(images.get(i)).withChannels(model.channels());
            ImageData fitting =
                    padded(images.get(i), model, resized) ? own.padToMultiple(model.multiple()) : own.resizeTo(size);
            fitting.read(0, pixels, i * fitting.imageBytes());
        }
        return ArrayImageData.of("images", size, size, model.channels(), List.of(), new int[0], pixels);
    }

    private static boolean padded(BufferedImage image, ModelConfig model, boolean resized) {
        int multiple = model.multiple();
        return !resized
                && Math.ceilDiv(image.getHeight(), multiple) * multiple == model.imageSize()
                && Math.ceilDiv(image.getWidth(), multiple) * multiple == model.imageSize();
    }

    /** What a model made of an image, without the border that the image was given, if it was. */
    static BufferedImage unpadded(BufferedImage made, BufferedImage given, ModelConfig model, boolean resized) {
        if (!padded(given, model, resized)) {
            return made;
        }
        int width = given.getWidth();
        int height = given.getHeight();
        int left = (made.getWidth() - width) / 2;
        int top = (made.getHeight() - height) / 2;
        BufferedImage image = new BufferedImage(width, height, made.getType());
        image.getRaster()
                .setPixels(0, 0, width, height, made.getRaster().getPixels(left, top, width, height, (int[]) null));
        return image;
    }

    private static ImageData data(BufferedImage image) {
        int height = image.getHeight();
        int width = image.getWidth();
        byte[] pixels = new byte[Math.multiplyExact(3 * height, width)];
        byte[] row = new byte[3 * width];
        RgbRows rows = RgbRows.of(image);
        for (int y = 0; y < height; y++) {
            rows.read(y, row);
            System.arraycopy(row, 0, pixels, 3 * width * y, row.length);
        }
        return ArrayImageData.of("image", height, width, 3, List.of(), new int[0], pixels);
    }

    /**
     * {@return the images of a batch}
     *
     * @param batch {@code [N,H,W,C]} in [0,1]; what lies beyond is cut off
     */
    public static List<BufferedImage> of(Tensor batch) {
        Shape shape = batch.shape();
        int channels = shape.channels();
        float[] values = batch.toArray();
        int[] samples = new int[values.length / shape.get(0)];
        List<BufferedImage> images = new ArrayList<>();
        for (int n = 0; n < shape.get(0); n++) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = Math.round(Math.clamp(values[n * samples.length + i], 0f, 1f) * 255);
            }
            images.add(image(shape.get(1), shape.get(2), channels, samples));
        }
        return images;
    }

    /**
     * {@return one of many images}
     *
     * @param images the images
     * @param i which, from 0
     */
    public static BufferedImage of(ImageData images, int i) {
        byte[] bytes = new byte[images.imageBytes()];
        images.read(i, bytes, 0);
        int[] samples = new int[bytes.length];
        for (int k = 0; k < bytes.length; k++) {
            samples[k] = Byte.toUnsignedInt(bytes[k]);
        }
        return image(images.height(), images.width(), images.channels(), samples);
    }

    private static BufferedImage image(int height, int width, int channels, int... samples) {
        int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
        BufferedImage image = new BufferedImage(width, height, type);
        image.getRaster().setPixels(0, 0, width, height, samples);
        return image;
    }
}
