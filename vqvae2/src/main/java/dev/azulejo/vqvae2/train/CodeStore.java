package dev.azulejo.vqvae2.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.config.Settings;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.ClassCount;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.ModelStamp;
import dev.azulejo.vqvae2.Inference;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.quantize.VectorQuantizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The codes of images, in the order of their source: what the priors learn from. On disk ({@code codes.safetensors}) one
 * INT32 tensor {@code [N,H,W]} (or {@code [N,H,W,Q]} with Q codes per position) a level, named as the level, {@code labels} {@code [N]}, and {@code part} {@code [N]}: 0 to
 * learn from, 1 held out; class names and the sizes of the parts are in the metadata. A file without {@code part}, as 0.1
 * wrote it, has the held-out images last.
 *
 * @param levels codes of every level, the bottom first
 * @param labels class of every image, -1 for none; positions in {@code classes}
 * @param classes names of the classes, empty if the images have none
 * @param heldOut which images are held out; the others are to learn from
 * @param model the state of the model whose codes they are, if it is known
 */
@SuppressWarnings("ArrayRecordComponent") // Large and never compared.
public record CodeStore(
        List<LevelCodes> levels, int[] labels, List<String> classes, BitSet heldOut, Optional<ModelStamp> model) {
    /**
     * Codes with those to learn from first, of a model that is not known.
     *
     * @param levels codes of every level, the bottom first
     * @param labels class of every image, -1 for none
     * @param classes names of the classes
     * @param train how many images, from the first on, are to learn from
     */
    public CodeStore(List<LevelCodes> levels, int[] labels, List<String> classes, int train) {
        this(levels, labels, classes, from(train, labels.length), Optional.empty());
    }

    /**
     * Codes of one level.
     *
     * @param name of the level
     * @param codes size of the codebook
     * @param height rows of a grid
     * @param width columns of a grid
     * @param depth codes per position
     * @param values {@code [N, height, width, depth]}, each in [0, codes)
     */
    @SuppressWarnings("ArrayRecordComponent") // Large and never compared.
    public record LevelCodes(String name, int codes, int height, int width, int depth, int[] values) {
        /**
         * Codes of a level with one code per position.
         *
         * @param name of the level
         * @param codes size of the codebook
         * @param height rows of a grid
         * @param width columns of a grid
         * @param values {@code [N, height, width]}, each in [0, codes)
         */
        public LevelCodes(String name, int codes, int height, int width, int[] values) {
            this(name, codes, height, width, 1, values);
        }

        /**
         * Codes that a model makes.
         *
         * @param model its sizes
         * @param level which level, 0 for the bottom
         * @param height rows of a grid
         * @param width columns of a grid
         * @param values {@code [N, height, width, depth]}
         * @return the codes
         */
        public static LevelCodes of(ModelConfig model, int level, int height, int width, int[] values) {
            var quantizer = model.quantizer();
            String name = model.levelNames().get(level);
            return new LevelCodes(name, quantizer.codes(level), height, width, quantizer.depth(), values);
        }

        /** {@return the number of codes of an image: height times width times depth} */
        public int positions() {
            return height * width * depth;
        }

        /**
         * {@return the shape of the codes of some images, as the model takes them}
         *
         * @param images how many
         */
        public Shape shape(int images) {
            return VectorQuantizer.indices(images, height, width, depth);
        }
    }

    /** {@return the number of images, held out or not} */
    public int count() {
        return labels.length;
    }

    /** {@return the number of images to learn from} */
    public int train() {
        return count() - heldOut.cardinality();
    }

    /** {@return the rows of the images to learn from, then of those held out, each in the order of the source} */
    public int[] byPart() {
        return IntStream.concat(IntStream.range(0, count()).filter(row -> !heldOut.get(row)), heldOut.stream())
                .toArray();
    }

    /** {@return the classes in the order of their numbers, each with how many images to learn from it has} */
    public List<ClassCount> counts() {
        return ClassCount.of(classes, count(), row -> labels[row], heldOut::get);
    }

    /**
     * The codes of a level.
     *
     * @param name its name
     * @return the codes
     * @throws UserException naming the levels that there are if there is none of that name
     */
    public LevelCodes level(String name) {
        return levels.stream()
                .filter(level -> level.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Settings.unknown(
                        "level", name, levels.stream().map(LevelCodes::name).toList()));
    }

    /**
     * Whether these could be the codes of a model: levels of the same names, codebooks, grids and depths.
     *
     * @param config sizes of the model
     * @return whether they could
     */
    public boolean fits(ModelConfig config) {
        boolean fits = levels.stream().map(LevelCodes::name).toList().equals(config.levelNames());
        for (int level = 0; fits && level < config.levels(); level++) {
            LevelCodes codes = levels.get(level);
            fits = codes.codes() == config.quantizer().codes(level)
                    && codes.height() == config.grid(level)
                    && codes.width() == config.grid(level)
                    && codes.depth() == config.quantizer().depth();
        }
        return fits;
    }

    /**
     * Encodes the images of a source.
     *
     * @param engine where the model lives
     * @param model the model
     * @param split the images
     * @return their codes, in the order of the source
     */
    public static CodeStore encode(Engine engine, VqVae2 model, Split split) {
        BitSet heldOut = new BitSet();
        for (int row = 0; row < split.images().count(); row++) {
            heldOut.set(row, split.isHeldOut(row));
        }
        return encode(engine, model, split.images(), heldOut);
    }

    /**
     * Encodes images that are all of one part.
     *
     * @param engine where the model lives
     * @param model the model
     * @param images the images
     * @return their codes; none is held out
     */
    public static CodeStore encode(Engine engine, VqVae2 model, ImageData images) {
        return encode(engine, model, images, new BitSet());
    }

    private static CodeStore encode(Engine engine, VqVae2 model, ImageData images, BitSet heldOut) {
        int count = images.count();
        ModelConfig config = model.config();
        List<LevelCodes> levels = new ArrayList<>();
        for (int level = 0; level < config.levels(); level++) {
            int height = images.height() / config.reduction(level);
            int width = images.width() / config.reduction(level);
            int positions = height * width * config.quantizer().depth();
            levels.add(LevelCodes.of(config, level, height, width, new int[Math.multiplyExact(count, positions)]));
        }
        CodeStore store =
                new CodeStore(List.copyOf(levels), new int[count], images.classes(), heldOut, Optional.empty());
        store.fill(engine, model, images);
        return store;
    }

    /**
     * These codes, which remember whose they are.
     *
     * @param stamp the state of the model that made them
     * @return the codes
     */
    public CodeStore withModel(ModelStamp stamp) {
        return new CodeStore(levels, labels, classes, heldOut, Optional.of(stamp));
    }

    private void fill(Engine engine, VqVae2 model, ImageData data) {
        Arrays.setAll(labels, data::label);
        new Inference(engine, model).run(data, List.of(), batch -> {
            for (int level = 0; level < levels.size(); level++) {
                LevelCodes target = levels.get(level);
                int[] codes = batch.codes().get(level);
                System.arraycopy(codes, 0, target.values, batch.first() * target.positions(), codes.length);
            }
        });
    }

    /**
     * Decodes all images, as many at once as memory allows.
     *
     * @param engine where the model lives
     * @param model the model
     * @param batches is given {@code [n,H,W,C]}, about [0,1] but not clamped, valid within the call
     */
    public void decode(Engine engine, VqVae2 model, Consumer<Tensor> batches) {
        LevelCodes finest = levels.getFirst();
        int reduction = model.config().reduction(0);
        new Inference(engine, model)
                .decode(
                        levels.stream().map(LevelCodes::values).toList(),
                        count(),
                        finest.height() * reduction,
                        finest.width() * reduction,
                        batches);
    }

    /**
     * Writes the codes, whole or not at all.
     *
     * @param file the final name
     * @throws UserException if it cannot be written
     */
    public void save(Path file) {
        CodeFile.write(this, List.of(), file);
    }

    /**
     * Writes the codes with the names of their images, each ended by a zero byte, in a tensor {@code names} of bytes.
     *
     * @param file the final name
     * @param split the images that were encoded
     * @throws UserException if it cannot be written
     * @throws IllegalArgumentException if these are not as many images
     */
    public void save(Path file, Split split) {
        if (split.images().count() != count()) {
            throw new IllegalArgumentException(
                    "CodeStore.save: " + count() + " codes of " + split.images().count() + " images");
        }
        CodeFile.write(this, IntStream.range(0, count()).mapToObj(split::name).toList(), file);
    }

    /**
     * Reads codes back.
     *
     * @param file as {@link #save} wrote it
     * @return the codes
     * @throws UserException naming the file, what was found and what was expected, if it cannot be read, a tensor is
     *     missing or of another shape, or a code or label is out of range
     */
    public static CodeStore load(Path file) {
        return CodeFile.read(file);
    }

    static BitSet from(int first, int end) {
        BitSet set = new BitSet();
        set.set(first, end);
        return set;
    }
}
