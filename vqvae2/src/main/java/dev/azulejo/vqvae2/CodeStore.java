package dev.azulejo.vqvae2;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.UserException;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.io.NamedArray;
import dev.azulejo.nn.io.SafetensorsFile;
import dev.azulejo.nn.run.ModelStamp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The codes of images: what the priors learn from. On disk ({@code codes.safetensors}) one INT32 tensor {@code [N,H,W]} a
 * level, named as the level, and {@code labels} {@code [N]}; class names and the split are in the metadata.
 *
 * @param levels codes of every level, the bottom first
 * @param labels class of every image, -1 for none; positions in {@code classes}
 * @param classes names of the classes, empty if the images have none
 * @param train how many images, from the first on, are to learn from; the others are held out
 * @param model the state of the model whose codes they are, if it is known
 */
@SuppressWarnings("ArrayRecordComponent") // Large and never compared.
public record CodeStore(
        List<LevelCodes> levels, int[] labels, List<String> classes, int train, Optional<ModelStamp> model) {
    private static final String LABELS = "labels";
    private static final String MODEL = "model";

    /**
     * Codes of a model that is not known.
     *
     * @param levels codes of every level, the bottom first
     * @param labels class of every image, -1 for none
     * @param classes names of the classes
     * @param train how many images are to learn from
     */
    public CodeStore(List<LevelCodes> levels, int[] labels, List<String> classes, int train) {
        this(levels, labels, classes, train, Optional.empty());
    }

    /**
     * Codes of one level.
     *
     * @param name of the level
     * @param codes size of the codebook
     * @param height rows of a grid
     * @param width columns of a grid
     * @param values {@code [N, height, width]}, each in [0, codes)
     */
    @SuppressWarnings("ArrayRecordComponent") // Large and never compared.
    public record LevelCodes(String name, int codes, int height, int width, int[] values) {
        /**
         * Codes an image.
         *
         * @return height times width
         */
        public int positions() {
            return height * width;
        }
    }

    /**
     * How many images there are.
     *
     * @return the number of images, held out or not
     */
    public int count() {
        return labels.length;
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
     * Encodes images, those to learn from first.
     *
     * @param engine where the model lives
     * @param model the model
     * @param train images to learn from
     * @param heldOut images to judge by, or null
     * @return their codes
     */
    public static CodeStore encode(Engine engine, VqVae2 model, ImageData train, ImageData heldOut) {
        int count = train.count() + (heldOut == null ? 0 : heldOut.count());
        ModelConfig config = model.config();
        List<LevelCodes> levels = new ArrayList<>();
        for (int level = 0; level < config.levels(); level++) {
            int height = train.height() / (4 << level);
            int width = train.width() / (4 << level);
            levels.add(new LevelCodes(
                    config.levelNames().get(level),
                    config.codebook().codes(),
                    height,
                    width,
                    new int[Math.multiplyExact(count, height * width)]));
        }
        CodeStore store = new CodeStore(List.copyOf(levels), new int[count], train.classes(), train.count());
        store.fill(engine, model, train, 0);
        if (heldOut != null) {
            store.fill(engine, model, heldOut, train.count());
        }
        return store;
    }

    /**
     * These codes, which remember whose they are.
     *
     * @param stamp the state of the model that made them
     * @return the codes
     */
    public CodeStore withModel(ModelStamp stamp) {
        return new CodeStore(levels, labels, classes, train, Optional.of(stamp));
    }

    private void fill(Engine engine, VqVae2 model, ImageData data, int offset) {
        int batch = Evaluation.batch(model.config(), data);
        for (int first = 0; first < data.count(); first += batch) {
            int n = Math.min(batch, data.count() - first);
            float[] pixels = new float[n * data.imageBytes()];
            int[] classesOfBatch = new int[n];
            Batches.copy(data, first, n, pixels, classesOfBatch);
            System.arraycopy(classesOfBatch, 0, labels, offset + first, n);
            try (var _ = engine.scope()) {
                Tensor images = engine.tensor(Shape.of(n, data.height(), data.width(), data.channels()), pixels);
                List<IntTensor> codes = model.encode(images);
                for (int level = 0; level < levels.size(); level++) {
                    LevelCodes target = levels.get(level);
                    int[] values = codes.get(level).toArray();
                    System.arraycopy(values, 0, target.values, (offset + first) * target.positions(), values.length);
                }
            }
        }
    }

    /**
     * Writes the codes, whole or not at all.
     *
     * @param file the final name
     * @throws UserException if it cannot be written
     */
    public void save(Path file) {
        List<NamedArray> tensors = new ArrayList<>();
        Map<String, Object> sizes = new LinkedHashMap<>();
        for (LevelCodes level : levels) {
            tensors.add(NamedArray.of(level.name, level.values, count(), level.height, level.width));
            sizes.put(level.name, level.codes);
        }
        tensors.add(NamedArray.of(LABELS, labels, count()));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("levels", Json.write(sizes));
        metadata.put("classes", Json.write(classes));
        metadata.put("split", Json.write(Map.of("train", train, "held_out", count() - train)));
        model.ifPresent(stamp -> metadata.put(MODEL, Json.write(stamp.toJson())));
        SafetensorsFile.write(file, tensors, metadata);
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
        SafetensorsFile content = SafetensorsFile.read(file);
        int[] labels = content.tensor(LABELS).ints();
        JsonObject sizes = object(content, "levels");
        List<LevelCodes> levels = new ArrayList<>();
        for (String name : sizes.members().keySet()) {
            int codes = sizes.whole(name, 1, 1 << 24);
            NamedArray tensor = content.tensor(name);
            int[] shape = tensor.shape();
            if (shape.length != 3 || shape[0] != labels.length) {
                throw new UserException(
                        file + ": expected codes [" + labels.length + ", height, width], found " + tensor);
            }
            requireRange(file, tensor, 0, codes);
            levels.add(new LevelCodes(name, codes, shape[1], shape[2], tensor.ints()));
        }
        List<String> classes = new ArrayList<>();
        for (Object name : (List<?>) parse(content, "classes", List.class)) {
            classes.add(String.valueOf(name));
        }
        requireRange(file, content.tensor(LABELS), -1, classes.size());
        int train = object(content, "split").whole("train", 0, labels.length);
        Optional<ModelStamp> model = content.metadata().containsKey(MODEL)
                ? Optional.of(ModelStamp.fromJson(object(content, MODEL)))
                : Optional.empty();
        return new CodeStore(List.copyOf(levels), labels, List.copyOf(classes), train, model);
    }

    private static void requireRange(Path file, NamedArray tensor, int least, int end) {
        for (int value : tensor.ints()) {
            if (value < least || value >= end) {
                throw new UserException(file + ": " + tensor + ": expected values from " + least + " to " + (end - 1)
                        + ", found " + value + "; encode the images again");
            }
        }
    }

    private static JsonObject object(SafetensorsFile content, String key) {
        return JsonObject.of(parse(content, key, Map.class), content.file() + ": " + key);
    }

    private static Object parse(SafetensorsFile content, String key, Class<?> type) {
        String text = content.metadata().get(key);
        Object value = text == null ? null : Json.read(text, content.file() + ": " + key);
        if (!type.isInstance(value)) {
            throw new UserException(content.file() + ": expected codes written by azulejo, with \"" + key
                    + "\" in the metadata, found " + (text == null ? "none" : text));
        }
        return value;
    }
}
