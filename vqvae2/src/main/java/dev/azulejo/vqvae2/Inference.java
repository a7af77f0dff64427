package dev.azulejo.vqvae2;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.program.Steps;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.vqvae2.quantize.VectorQuantizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A model at work on many images: encodes them, and draws them from their codes, a batch at a time. Images and codes have a
 * fixed place, so a pass can be a program that is replayed.
 *
 * <p>All batches are of one size, since each size is a program of its own, which a device compiles for a minute: as few
 * batches as memory allows, as equal as can be, the last filled up with black images that nobody is told of.
 */
public final class Inference {
    /** Elements of the widest features of a batch, about 256 MB. */
    private static final long MOST_ELEMENTS = 1L << 26;

    private static final int MOST_IMAGES = 250;

    private final Engine engine;
    private final VqVae2 model;
    private final Steps steps;
    private final boolean recurs;
    private final Map<Shape, Place> places = new HashMap<>();

    /** Where a batch of images and its codes are. */
    private record Place(Tensor images, List<IntTensor> codes) {
        private int size() {
            return images.shape().get(0);
        }
    }

    /** What a program does; places are equal only to themselves. */
    private record Variant(Place place, String kind, List<Levels> shown) {}

    /**
     * What became of a batch, valid while it is told of.
     *
     * @param first the number of its first image
     * @param pixels {@code [n,H,W,C]}, in [0,1]
     * @param codes per level, row-major
     * @param images {@code [n,H,W,C]} by each of the levels asked for, not clamped
     */
    @SuppressWarnings("ArrayRecordComponent") // Large and never compared.
    public record Batch(int first, float[] pixels, List<int[]> codes, List<Tensor> images) {}

    /**
     * Work that is done once. It makes a program for a device alone, and there of several batches: making one costs 0.2 s on a
     * CPU, whose calls take as long by themselves, and far more on a device.
     *
     * @param engine where the model lives
     * @param model the model
     */
    public Inference(Engine engine, VqVae2 model) {
        this(engine, model, new Steps(engine), false);
    }

    /**
     * Work that is done again and again between steps of training, on the same numbers of images.
     *
     * @param engine where the model lives
     * @param model the model
     * @param steps those of the training, whose memory is shared
     */
    public Inference(Engine engine, VqVae2 model, Steps steps) {
        this(engine, model, steps, true);
    }

    private Inference(Engine engine, VqVae2 model, Steps steps, boolean recurs) {
        this.engine = engine;
        this.model = model;
        this.steps = steps;
        this.recurs = recurs;
    }

    /**
     * Encodes images, and draws them from their codes.
     *
     * @param data images of sizes that fit the model
     * @param shown by which levels each is drawn; none to encode alone
     * @param batches is told of each batch
     */
    public void run(ImageData data, List<Levels> shown, Consumer<Batch> batches) {
        forEach(data.count(), data.height(), data.width(), (place, first, n) -> {
            float[] pixels = new float[place.images.shape().size()];
            Batches.copy(data, first, n, pixels, new int[n]);
            place.images.set(pixels);
            Map<String, Tensor> made = run(data.count(), new Variant(place, "run", shown), () -> drawn(place, shown));
            batches.accept(new Batch(
                    first,
                    Arrays.copyOf(pixels, n * data.imageBytes()),
                    place.codes.stream()
                            .map(codes ->
                                    Arrays.copyOf(codes.toArray(), codes.shape().size() / place.size() * n))
                            .toList(),
                    shown.stream()
                            .map(which -> head(made.get(which.word(model.config())), n))
                            .toList()));
        });
    }

    private Map<String, Tensor> drawn(Place place, List<Levels> shown) {
        List<IntTensor> codes = model.encode(place.images);
        IntStream.range(0, codes.size()).forEach(i -> codes.get(i).copyTo(place.codes.get(i)));
        Map<String, Tensor> made = new LinkedHashMap<>();
        shown.forEach(which -> made.put(which.word(model.config()), model.decode(codes, which)));
        return made;
    }

    /**
     * Draws images from codes.
     *
     * @param codes of all images per level, row-major
     * @param count how many images
     * @param height of an image
     * @param width of an image
     * @param batches is given {@code [n,H,W,C]}, about [0,1] but not clamped, valid within the call
     */
    public void decode(List<int[]> codes, int count, int height, int width, Consumer<Tensor> batches) {
        forEach(count, height, width, (place, first, n) -> {
            for (int level = 0; level < codes.size(); level++) {
                IntTensor target = place.codes.get(level);
                int each = target.shape().size() / place.size();
                int[] batch = new int[target.shape().size()];
                System.arraycopy(codes.get(level), first * each, batch, 0, n * each);
                target.set(batch);
            }
            Map<String, Tensor> made = run(
                    count, new Variant(place, "decode", List.of()), () -> Map.of("images", model.decode(place.codes)));
            batches.accept(head(made.get("images"), n));
        });
    }

    /** Is told where a batch goes, its first image and how many it has. */
    @FunctionalInterface
    private interface Work {
        void on(Place place, int first, int images);
    }

    private void forEach(int count, int height, int width, Work work) {
        if (count == 0) {
            return;
        }
        int size = batch(model.config(), count, height, width);
        Place place = places.computeIfAbsent(
                Shape.of(size, height, width, model.config().channels()), this::place);
        for (int first = 0; first < count; first += size) {
            try (var _ = engine.scope()) {
                work.on(place, first, Math.min(size, count - first));
            }
        }
    }

    /**
     * {@return how many images a batch has}
     *
     * @param config sizes of the model
     * @param count how many images there are
     * @param height of an image
     * @param width of an image
     */
    public static int batch(ModelConfig config, int count, int height, int width) {
        long widest = (long) height * width / 4 * config.hidden(0);
        int most = (int) Math.clamp(MOST_ELEMENTS / widest, 1L, (long) MOST_IMAGES);
        return Math.ceilDiv(count, Math.ceilDiv(count, most));
    }

    private Place place(Shape images) {
        ModelConfig config = model.config();
        List<IntTensor> codes = IntStream.range(0, config.levels())
                .mapToObj(level -> {
                    int reduction = config.reduction(level);
                    int depth = model.quantizer(level).depth();
                    Shape shape = VectorQuantizer.indices(
                            images.get(0), images.get(1) / reduction, images.get(2) / reduction, depth);
                    return engine.intState(shape, new int[shape.size()]);
                })
                .toList();
        return new Place(engine.state(images, new float[images.size()]), codes);
    }

    private Map<String, Tensor> run(int count, Variant variant, Supplier<Map<String, Tensor>> body) {
        boolean elsewhere = !engine.backend().timesSingleCalls();
        return recurs || (elsewhere && count > variant.place.size()) ? steps.run(variant, body) : body.get();
    }

    private Tensor head(Tensor images, int n) {
        Shape shape = images.shape();
        return n == shape.get(0)
                ? images
                : engine.tensor(
                        Shape.of(n, shape.get(1), shape.get(2), shape.get(3)),
                        Arrays.copyOf(images.toArray(), shape.size() / shape.get(0) * n));
    }
}
