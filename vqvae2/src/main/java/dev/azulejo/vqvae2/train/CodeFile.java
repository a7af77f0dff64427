package dev.azulejo.vqvae2.train;

import dev.azulejo.nn.io.Checksum;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.ModelStamp;
import dev.azulejo.nn.safetensors.DType;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import dev.azulejo.nn.safetensors.SafetensorsSeal;
import dev.azulejo.vqvae2.train.CodeStore.LevelCodes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The layout of codes in {@code codes.safetensors}; {@link CodeStore} says what is in it. */
final class CodeFile {
    private static final String LABELS = "labels";
    private static final String PART = "part";
    private static final String NAMES = "names";
    private static final String MODEL = "model";

    private CodeFile() {}

    static void write(CodeStore store, List<String> names, Path file) {
        List<NamedArray> tensors = new ArrayList<>();
        Map<String, Object> sizes = new LinkedHashMap<>();
        for (LevelCodes level : store.levels()) {
            tensors.add(NamedArray.of(level.name(), level.values(), sizes(level, store.count())));
            sizes.put(level.name(), level.codes());
        }
        tensors.add(NamedArray.of(LABELS, store.labels(), store.count()));
        int[] parts = IntStream.range(0, store.count())
                .map(row -> store.heldOut().get(row) ? 1 : 0)
                .toArray();
        tensors.add(NamedArray.of(PART, parts, store.count()));
        if (!names.isEmpty()) {
            // Each ended by a zero, the one character that no name of a file holds.
            byte[] text = names.stream()
                    .map(name -> name + "\0")
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8);
            tensors.add(NamedArray.of(NAMES, text, text.length));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("levels", Json.write(sizes));
        metadata.put("classes", Json.write(store.classes()));
        metadata.put("split", Json.write(Map.of("train", store.train(), "held_out", store.count() - store.train())));
        store.model().ifPresent(stamp -> metadata.put(MODEL, Json.write(stamp.toJson())));
        metadata.put(Checksum.MEMBER, SafetensorsSeal.of(tensors, metadata));
        SafetensorsFile.write(file, tensors, metadata);
    }

    static CodeStore read(Path file) {
        SafetensorsFile content = SafetensorsFile.read(file);
        SafetensorsSeal.requireSeal(content);
        NamedArray labelled = content.tensor(LABELS);
        int count = labelled.shape().length == 1 ? labelled.shape()[0] : 0;
        if (count == 0) {
            throw new UserException(
                    file + ": expected labels of at least one image, found " + labelled + "; encode the images again");
        }
        JsonObject sizes = object(content, "levels");
        List<LevelCodes> levels = new ArrayList<>();
        for (String name : sizes.members().keySet()) {
            int codes = sizes.whole(name, 1, 1 << 24);
            NamedArray tensor = content.tensor(name);
            int[] shape = tensor.shape();
            boolean several = shape.length == 4;
            if ((shape.length != 3 && !several)
                    || shape[0] != count
                    || Arrays.stream(shape).anyMatch(size -> size == 0)) {
                throw new UserException(file + ": expected codes [" + count + ", height, width], found " + tensor);
            }
            int depth = several ? shape[3] : 1;
            levels.add(new LevelCodes(name, codes, shape[1], shape[2], depth, wholes(file, tensor, 0, codes)));
        }
        List<String> classes = new ArrayList<>();
        for (Object name : (List<?>) parse(content, "classes", List.class)) {
            classes.add(String.valueOf(name));
        }
        int[] labels = wholes(file, labelled, -1, classes.size());
        Optional<ModelStamp> model = content.metadata().containsKey(MODEL)
                ? Optional.of(ModelStamp.fromJson(object(content, MODEL)))
                : Optional.empty();
        return new CodeStore(List.copyOf(levels), labels, List.copyOf(classes), heldOut(content, count), model);
    }

    static List<String> names(Path file) {
        SafetensorsFile content = SafetensorsFile.read(file);
        if (!content.tensors().containsKey(NAMES)) {
            return List.of();
        }
        String text = new String(content.tensor(NAMES).bytes(), StandardCharsets.UTF_8);
        List<String> names = List.of(text.split("\0", -1)); // The last is what follows the last zero: nothing.
        int rows = content.tensor(LABELS).shape()[0];
        if (names.size() != rows + 1) {
            throw new UserException(file + ": expected " + rows + " names of images, found " + (names.size() - 1)
                    + "; encode the images again");
        }
        return names.subList(0, rows);
    }

    private static int[] sizes(LevelCodes level, int count) {
        return level.shape(count).sizes().stream().mapToInt(Integer::intValue).toArray();
    }

    private static BitSet heldOut(SafetensorsFile content, int count) {
        int train = object(content, "split").whole("train", 1, count);
        if (!content.tensors().containsKey(PART)) {
            return CodeStore.from(train, count);
        }
        NamedArray part = content.tensor(PART);
        if (part.shape().length != 1 || part.shape()[0] != count) {
            throw new UserException(content.file() + ": expected part [" + count + "], found " + part);
        }
        int[] parts = wholes(content.file(), part, 0, 2);
        BitSet heldOut = new BitSet();
        for (int row = 0; row < count; row++) {
            heldOut.set(row, parts[row] == 1);
        }
        if (count - heldOut.cardinality() != train) {
            throw new UserException(content.file() + ": expected " + train + " images to learn from, found "
                    + (count - heldOut.cardinality()) + "; encode the images again");
        }
        return heldOut;
    }

    /** Whole numbers in a range, of either size: other programs write them as INT64. */
    private static int[] wholes(Path file, NamedArray tensor, int least, int end) {
        long[] values = tensor.dtype() == DType.I64
                ? tensor.longs()
                : Arrays.stream(tensor.ints()).asLongStream().toArray();
        for (long value : values) {
            if (value < least || value >= end) {
                throw new UserException(file + ": " + tensor + ": expected values from " + least + " to " + (end - 1)
                        + ", found " + value + "; encode the images again");
            }
        }
        return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
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
