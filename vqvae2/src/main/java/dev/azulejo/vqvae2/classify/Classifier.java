package dev.azulejo.vqvae2.classify;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.LayerNorm;
import dev.azulejo.nn.Linear;
import dev.azulejo.nn.Module;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.Sequential;

/**
 * A convolutional classifier of square images: stages that halve the image and pass a residual block, the mean over all
 * positions (the features), and a linear layer to the classes.
 */
public final class Classifier implements Module {
    private static final int STREAM = 0x434C4153; // "CLAS"

    private final ClassifierConfig config;
    private final int classes;
    private final Sequential stages = new Sequential();
    private final LayerNorm norm;
    private final Linear head;

    /**
     * A classifier with its first weights.
     *
     * @param config its sizes
     * @param channels of the images, 1 or 3
     * @param size side of the images, in pixels, at least 2
     * @param classes how many there are
     * @param init draws the weights
     */
    public Classifier(ClassifierConfig config, int channels, int size, int classes, Initializer init) {
        this.config = config;
        this.classes = classes;
        int count = config.stages(size);
        int in = channels;
        for (int stage = 0; stage < count; stage++) {
            int out = config.channels(stage, count);
            stages.then(Conv2d.of(in, out, 4, 2, 1, init)).then(ClassifierBlock.of(out, init));
            in = out;
        }
        this.norm = LayerNorm.of(in, init);
        this.head = Linear.of(in, classes, init);
    }

    /** {@return the number of classes} */
    public int classes() {
        return classes;
    }

    /** {@return the number of features of an image} */
    public int features() {
        return config.features();
    }

    /**
     * The features of images: what the linear layer reads.
     *
     * @param images {@code [N,H,W,C]}, in [0,1]
     * @return {@code [N, features]}, none negative
     */
    public Tensor features(Tensor images) {
        Tensor last = norm.forward(stages.forward(images)).relu();
        return last.mean(1, 2).reshape(Shape.of(images.shape().get(0), features()));
    }

    /**
     * The probabilities of the classes.
     *
     * @param features {@code [N, features]}
     * @return {@code [N, classes]}
     */
    public Tensor probabilities(Tensor features) {
        return head.forward(features).softmax();
    }

    /**
     * The logits of a training step, with dropout.
     *
     * @param key as for {@link Tensor#dropout}
     */
    Tensor logits(Tensor images, IntTensor key) {
        return head.forward(features(images).dropout((float) config.dropout(), STREAM, key));
    }

    @Override
    public void describe(Parameters into) {
        into.child("stages", stages).child("norm", norm).child("head", head);
    }
}
