package dev.azulejo.nn.data.source;

import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.records.Idx;
import dev.azulejo.nn.data.split.LoadReport;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import java.io.InputStream;
import java.util.List;

/**
 * The embedded images: the 10,000 of Fashion-MNIST's test split (Xiao, Rasul and Vollgraf, arXiv 1708.07747; Zalando SE,
 * Expat licence, in {@code LICENSE} beside them). They are an artifact of their own, {@code azulejo-fashion-mnist}.
 */
public final class FashionMnist {
    /** The name under which {@link DataSource} knows them. */
    public static final String NAME = "fashion-mnist";

    /** The ten classes, by label. */
    public static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    /** No package, so that any module sees what is in it. */
    private static final String FOLDER = "META-INF/azulejo/fashion-mnist/";

    private static final int TRAIN = 9_000;
    private static final int SIDE = 32;

    private FashionMnist() {}

    /**
     * {@return all 10,000 images as they are: 28x28, grey, with labels}
     *
     * @throws UserException if their artifact is not there
     */
    public static ArrayImageData load() {
        String images = "t10k-images-idx3-ubyte.gz";
        String labels = "t10k-labels-idx1-ubyte.gz";
        return Idx.read(NAME, open(images), images, open(labels), labels).withClasses(CLASSES);
    }

    /**
     * {@return the images as this project uses them: padded with zeros to 32x32, the first 9,000 to train on, the last
     *     1,000 held out}
     * @throws UserException if their artifact is not there
     */
    public static Split split() {
        return halves(load().pad(SIDE, SIDE));
    }

    static Split halves(ImageData all) {
        return Split.of(
                all.subset(0, TRAIN),
                all.subset(TRAIN, all.count()),
                i -> "t10k-images-idx3-ubyte[" + i + "]",
                new LoadReport("the last 1,000", true, List.of(), List.of()));
    }

    private static InputStream open(String file) {
        InputStream in = FashionMnist.class.getClassLoader().getResourceAsStream(FOLDER + file);
        if (in == null) {
            throw new UserException(NAME + ": these images are an artifact of their own and not there; add"
                    + " dev.azulejo:azulejo-fashion-mnist to the dependencies, and in a module"
                    + " \"requires dev.azulejo.fashionmnist;\"");
        }
        return in;
    }
}
