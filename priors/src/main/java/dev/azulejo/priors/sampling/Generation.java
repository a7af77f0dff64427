package dev.azulejo.priors.sampling;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.quantize.VectorQuantizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * New images, from the top level down: codes of a level are drawn given the decoded levels above, and all of them are
 * decoded in the end (arXiv 1906.00446, figure 2b).
 */
public final class Generation {
    private final VqVae2 model;
    private final List<CodePrior> priors;
    private final List<Sampler> samplers;

    /**
     * New images.
     *
     * @param images {@code [N,H,W,C]}, about [0,1] but not clamped
     * @param codes {@code [N,h,w]} or {@code [N,h,w,Q]} a level, the bottom first
     * @param labels the class of each, or null if no prior knows classes
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Generated(Tensor images, List<IntTensor> codes, int[] labels) {}

    /**
     * A generator.
     *
     * @param model the model that decodes
     * @param priors a prior a level, the bottom first
     * @param options how to draw
     * @throws UserException if there is not a prior for each level, or one does not fit the model or the others
     */
    public Generation(VqVae2 model, List<CodePrior> priors, SamplingOptions options) {
        this.model = model;
        this.priors = List.copyOf(priors);
        if (priors.size() != model.config().levels()) {
            throw new UserException("sample: " + Counted.of(priors.size(), "prior") + " for "
                    + Counted.of(model.config().levels(), "level") + "; train a prior for each level");
        }
        List<Sampler> made = new ArrayList<>();
        for (int level = 0; level < priors.size(); level++) {
            CodePrior prior = priors.get(level);
            boolean conditioned = level < priors.size() - 1;
            VectorQuantizer quantizer = model.quantizer(level);
            if (prior.grid().codes() != quantizer.codes()
                    || prior.grid().depth() != quantizer.depth()
                    || prior.grid().conditioned() != conditioned) {
                throw new UserException("sample: the prior of level "
                        + model.config().levelNames().get(level) + " does not fit the model; train it again");
            }
            made.add(Sampler.of(prior, level, options));
        }
        if (priors.stream()
                        .mapToInt(p -> p.config().classes())
                        .filter(c -> c > 0)
                        .distinct()
                        .count()
                > 1) {
            throw new UserException("sample: the priors know different numbers of classes; train them again");
        }
        this.samplers = List.copyOf(made);
    }

    /** {@return the model that decodes} */
    public VqVae2 model() {
        return model;
    }

    /** {@return the number of classes to choose from, 0 if no prior knows any} */
    public int classes() {
        return priors.stream().mapToInt(p -> p.config().classes()).max().orElse(0);
    }

    /**
     * Draws a range of images.
     *
     * @param first number of the first image: with the seed it decides all of the image, whatever the range
     * @param count how many images
     * @param label their class; -1 for one class after another, by the number of the image
     * @return the images, of the innermost scope
     * @throws UserException if there is no such class
     */
    public Generated sample(long first, int count, int label) {
        int classes = classes();
        if (label >= classes) {
            throw new UserException("class " + label + ": "
                    + (classes == 0
                            ? "the priors were trained without classes; ask for class -1, none, or train them on images"
                                    + " with classes"
                            : "expected 0 to " + (classes - 1)));
        }
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = label < 0 && classes > 0 ? (int) ((first + i) % classes) : label;
        }
        return sample(first, labels);
    }

    /**
     * Draws a range of images, each of a class of its own.
     *
     * @param first number of the first image
     * @param classes the class of each image; not read if no prior knows classes
     * @return the images, of the innermost scope
     * @throws IllegalArgumentException if there is no such class
     */
    public Generated sample(long first, int[] classes) {
        List<int[]> none = priors.stream()
                .map(prior -> {
                    int[] known = new int[classes.length * prior.grid().positions()];
                    Arrays.fill(known, KnownCodes.DRAWN);
                    return known;
                })
                .toList();
        return complete(first, classes, new KnownCodes(none));
    }

    /**
     * Draws the codes that are not given, of a range of images, level by level: each given the levels above it, kept or
     * drawn, and what is known of its own level.
     *
     * @param first number of the first image
     * @param classes the class of each image; not read if no prior knows classes
     * @param given the codes that are kept, of as many images
     * @return the images, of the innermost scope
     * @throws IllegalArgumentException if there is no such class, or the codes are not those of as many images of the model
     */
    public Generated complete(long first, int[] classes, KnownCodes given) {
        int count = classes.length;
        for (int level = 0; level < priors.size(); level++) {
            int positions = priors.get(level).grid().positions();
            if (given.levels().size() != priors.size() || given.levels().get(level).length != count * positions) {
                throw new IllegalArgumentException("sample: known codes of "
                        + given.levels().stream().map(codes -> codes.length).toList() + " positions; expected "
                        + count * positions + " of "
                        + model.config().levelNames().get(level));
            }
        }
        int[] labels = classes() == 0 ? null : classes.clone();
        for (int i = 0; labels != null && i < count; i++) {
            if (labels[i] < 0 || labels[i] >= classes()) {
                throw new IllegalArgumentException("sample: class " + labels[i] + ": expected 0 to " + (classes() - 1));
            }
        }
        List<IntTensor> codes = new ArrayList<>();
        for (int level = priors.size() - 1; level >= 0; level--) {
            Tensor condition = codes.isEmpty() ? null : model.decodeAbove(level, codes);
            int[] labelled = priors.get(level).config().classes() == 0 ? null : labels;
            IntTensor drawn = samplers.get(level).complete(first, given.levels().get(level), labelled, condition);
            codes.addFirst(asPositions(drawn, priors.get(level).grid()));
        }
        return new Generated(model.decode(codes), List.copyOf(codes), labels);
    }

    /** The codes of a position on an axis of their own, if there are several. */
    private static IntTensor asPositions(IntTensor codes, CodeGrid grid) {
        int depth = grid.depth();
        return depth == 1
                ? codes
                : codes.reshape(Shape.of(codes.shape().get(0), grid.height(), grid.width() / depth, depth));
    }
}
