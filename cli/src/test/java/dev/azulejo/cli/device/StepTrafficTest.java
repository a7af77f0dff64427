package dev.azulejo.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Scope;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.tornado.plan.Accelerator;
import dev.azulejo.engine.tornado.plan.DeviceBackend;
import dev.azulejo.engine.tornado.plan.Layout;
import dev.azulejo.engine.tornado.plan.Ring;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.priors.train.PriorStep;
import dev.azulejo.vqvae2.Inference;
import dev.azulejo.vqvae2.Levels;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.ModelStep;
import dev.azulejo.vqvae2.train.Vqvae2Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * What a training step moves to a device and back once it is steady: its inputs, and the numbers that are reported. And what
 * encoding and drawing move: images up, codes and images down.
 */
class StepTrafficTest {
    private static final int BATCH = 4;
    private static final int SCALARS = 3;

    /** A device that computes nothing, and counts. */
    private static final class Counter implements Accelerator, Ring {
        private Layout layout;
        private long up;
        private long down;
        private int downloads;
        private int graphs;
        private int weights;

        @Override
        public String description() {
            return "a counter";
        }

        @Override
        public Ring ring(Layout laidOut) {
            layout = laidOut;
            return this;
        }

        @Override
        public void upload(int part) {
            up += bytes(layout.parts().get(part).entering());
            graphs++;
            weights++;
        }

        @Override
        public void uploadInputs() {
            up += bytes(layout.inputs());
            graphs++;
        }

        @Override
        public void compute(int part) {
            graphs++;
        }

        @Override
        public void fetch(int part, Object array) {
            down += bytes(List.of(array));
            downloads++;
        }

        @Override
        public void close() {}

        private void reset() {
            up = 0;
            down = 0;
            downloads = 0;
            graphs = 0;
            weights = 0;
        }

        private static long bytes(List<Object> arrays) {
            return arrays.stream()
                    .mapToLong(array ->
                            4L * (array instanceof FloatArray floats ? floats.getSize() : ((IntArray) array).getSize()))
                    .sum();
        }
    }

    @Test
    void onlyInputsGoUpAndOnlyReportedNumbersComeDown() {
        // The tasks are those of 256x256 images, and fewer bytes.
        ModelConfig config =
                Configuration.preset("reference").with("image_size", 64).model();
        Counter device = new Counter();
        try (Engine engine = new Engine(new DeviceBackend(device, Backends.choose("scalar", 1)))) {
            VqVae2 model = new VqVae2(config, new Initializer(engine, 0));
            Shape images = Shape.of(BATCH, 64, 64, 3);
            ModelStep step = new ModelStep(engine, model, Adam.Settings.adam(), images, false);
            long calls = step.program().calls().size();
            for (int i = 1; i <= 3; i++) {
                device.reset();
                step.setImages(new float[images.size()]);
                try (Scope _ = engine.scope()) {
                    step.run(0, i, 1e-3).read();
                }
            }
            int tasks = device.layout.parts().stream()
                    .mapToInt(part -> part.launches().size())
                    .sum();
            System.getLogger("dev.azulejo.cli.device")
                    .log(
                            System.Logger.Level.INFO,
                            String.format(
                                    Locale.ROOT,
                                    "a step: %d calls, %d tasks and 1 of the inputs, %d graphs, %d bytes up, %d down"
                                            + " in %d transfers",
                                    calls,
                                    tasks,
                                    device.graphs,
                                    device.up,
                                    device.down,
                                    device.downloads));
            assertThat(device.down).isEqualTo(4 * SCALARS);
            assertThat(device.downloads).isEqualTo(1);
            assertThat(device.up).isBetween(4L * images.size(), 4L * images.size() + 100);
            assertThat(device.layout.parts())
                    .hasSizeBetween(3, 6)
                    .allSatisfy(part -> assertThat(part.launches()).hasSizeLessThanOrEqualTo(100));
            assertThat(device.graphs).isEqualTo(device.layout.parts().size() + 1);
        }
    }

    /** Clipping, codes that learn by themselves, dropped levels: what the host sets for a step is not what the step changes. */
    @ParameterizedTest
    @ValueSource(strings = {"reference", "ema", "quickstart", "deep"})
    void weightsStayOnTheDeviceFromStepToStep(String preset) {
        Configuration config =
                Configuration.preset(preset).with("image_size", 64).with("batch", BATCH);
        int channels = config.model().channels();
        ImageData images =
                ArrayImageData.of("black", 64, 64, channels, List.of(), new int[0], new byte[8 * 64 * 64 * channels]);
        Counter device = new Counter();
        try (Engine engine = new Engine(new DeviceBackend(device, Backends.choose("scalar", 1)))) {
            VqVae2 model = new VqVae2(config.model(), new Initializer(engine, 0));
            Vqvae2Trainer trainer = new Vqvae2Trainer(engine, model, config.training(), images, null, 0, Peers.alone());
            for (int i = 1; i <= 3; i++) {
                device.reset();
                try (Scope _ = engine.scope()) {
                    trainer.step(i).read();
                }
            }
            assertThat(device.weights).isZero();
            // And what says which levels are dropped where, a number a code.
            long pixels = 4L * BATCH * 64 * 64 * channels;
            assertThat(device.up).isBetween(pixels, pixels + pixels / 10);
        }
    }

    @Test
    void weightsOfAPriorStayToo() {
        PriorConfiguration config = PriorConfiguration.preset("top").with("classes", 3);
        CodeGrid grid = new CodeGrid(16, 2, 2, 0);
        Counter device = new Counter();
        try (Engine engine = new Engine(new DeviceBackend(device, Backends.choose("scalar", 1)))) {
            CodePrior prior = new CodePrior(grid, config.model(), new Initializer(engine, 0));
            IntTensor codes = engine.intState(Shape.of(BATCH, 2, 2), new int[BATCH * 4]);
            IntTensor labels = engine.intState(Shape.of(BATCH), new int[BATCH]);
            PriorStep step = new PriorStep(prior, config.training(), codes, labels, () -> null);
            for (int i = 1; i <= 3; i++) {
                device.reset();
                codes.set(new int[BATCH * 4]);
                labels.set(new int[BATCH]);
                try (Scope _ = engine.scope()) {
                    step.run(0, i, 1e-3).read();
                }
            }
            assertThat(device.weights).isZero();
            assertThat(device.up).isBetween(20L * BATCH, 20L * BATCH + 100);
        }
    }

    @Test
    void imagesGoUpAndCodesAndImagesComeDown() {
        ModelConfig config =
                Configuration.preset("reference").with("image_size", 16).model();
        Counter device = new Counter();
        int count = 753; // Four batches of 189, the last three images short.
        ImageData images = ArrayImageData.of("black", 16, 16, 3, List.of(), new int[0], new byte[count * 16 * 16 * 3]);
        List<Long> up = new ArrayList<>();
        List<Long> down = new ArrayList<>();
        try (Engine engine = new Engine(new DeviceBackend(device, Backends.choose("scalar", 1)))) {
            VqVae2 model = new VqVae2(config, new Initializer(engine, 0));
            List<Levels> shown = Levels.prefixes(config.levels());
            new Inference(engine, model).run(images.subset(0, 9), shown, _ -> {});
            assertThat(device.graphs).as("one batch is no program").isZero();
            new Inference(engine, model).run(images, shown, batch -> {
                batch.images().forEach(made -> made.toArray());
                up.add(device.up);
                down.add(device.down);
                device.reset();
            });
        }
        long pixels = 4L * 189 * 16 * 16 * 3;
        long codes = 4L * 189 * (4 * 4 + 2 * 2);
        assertThat(up.getFirst()).as("weights too").isGreaterThan(pixels);
        assertThat(up.subList(1, 4)).containsOnly(pixels);
        assertThat(down).hasSize(4).containsOnly(codes + 2 * pixels);
    }
}
