package dev.azulejo;

import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.RunClasses;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.OptionalDouble;

/** New images that are asked for; each setting gives another request, and the same request always the same images. */
public final class Samples {
    private final Drawing drawing;
    private final RunClasses classes;
    private final int[] inTurn;
    private final SamplingOptions options;
    private final OptionalDouble accepted;

    Samples(Drawing drawing, RunClasses classes, int[] inTurn, SamplingOptions options, OptionalDouble accepted) {
        this.drawing = drawing;
        this.classes = classes;
        this.inTurn = inTurn;
        this.options = options;
        this.accepted = accepted;
    }

    /** What draws the images that are asked for. */
    interface Drawing {
        List<BufferedImage> draw(int[] inTurn, SamplingOptions options, OptionalDouble accepted);
    }

    /**
     * Of one class alone.
     *
     * @param name its name, or its number
     * @return the request
     * @throws dev.azulejo.priors.train.NoSuchClassException if the priors know no such class, with the nearest name
     */
    public Samples ofClass(String name) {
        return new Samples(drawing, classes, new int[] {classes.find(name)}, options, accepted);
    }

    /**
     * With another seed.
     *
     * @param seed of the draws
     * @return the request
     */
    public Samples seed(long seed) {
        return with(new SamplingOptions(options.temperature(), options.topK(), options.topP(), seed));
    }

    /**
     * With likelier images, or more various ones.
     *
     * @param temperature below 1 for likelier images, above for more various ones, 0 for the likeliest code always
     * @return the request
     * @throws dev.azulejo.nn.message.UserException if it makes no sense
     */
    public Samples temperature(double temperature) {
        return with(new SamplingOptions(temperature, options.topK(), options.topP(), options.seed()));
    }

    /**
     * With each code drawn from the likeliest alone.
     *
     * @param codes how many of them, 0 for all
     * @return the request
     * @throws dev.azulejo.nn.message.UserException if it makes no sense
     */
    public Samples topK(int codes) {
        return with(new SamplingOptions(options.temperature(), codes, options.topP(), options.seed()));
    }

    /**
     * With each code drawn from the likeliest that together have a probability.
     *
     * @param probability above 0, 1 for all codes
     * @return the request
     * @throws dev.azulejo.nn.message.UserException if it makes no sense
     */
    public Samples topP(double probability) {
        return with(new SamplingOptions(options.temperature(), options.topK(), probability, options.seed()));
    }

    /**
     * With only those that the run's classifier takes for their class most surely (arXiv 1906.00446, section 3.3).
     *
     * @param share of the images drawn that is accepted, from 0.05 to 1, rounded to whole images of each twenty
     * @return the request
     */
    public Samples accept(double share) {
        return new Samples(drawing, classes, inTurn, options, OptionalDouble.of(share));
    }

    private Samples with(SamplingOptions other) {
        return new Samples(drawing, classes, inTurn, other, accepted);
    }

    /**
     * Draws them.
     *
     * @return the images, of the model's size; a completion of an image that was padded to it, of that image's
     * @throws dev.azulejo.priors.train.MissingPriorException if a level of the run has no prior yet
     * @throws dev.azulejo.priors.train.MissingClassifierException if images are to be accepted and the run has no classifier
     * @throws dev.azulejo.nn.message.UserException if no part of the image to complete is given, or all of it; or the share to
     *     accept makes no sense, or there are no classes
     * @throws IllegalStateException if an image is to be completed and its class is not named, though the priors know classes
     */
    public List<BufferedImage> images() {
        return drawing.draw(inTurn, options, accepted);
    }
}
