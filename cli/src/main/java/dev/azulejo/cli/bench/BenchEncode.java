package dev.azulejo.cli.bench;

import dev.azulejo.cli.bench.measure.KernelTimes;
import dev.azulejo.cli.bench.measure.Repetitions;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Scope;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.program.Program;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.Initializer;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.Configuration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo bench encode}: a trained model at work, on random images. */
@Command(
        name = "encode",
        header = "Encoding images with the reference model, and the whole pass that evaluates them: the medians.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo bench encode                                (32x32, batch 64)",
            "  azulejo bench encode --image-size 256 --batch 4",
            "  azulejo bench encode --kernels                      (where the time of encoding goes)"
        })
public final class BenchEncode implements Callable<Integer> {
    /** Passes before, and while, kernels are timed one by one. */
    private static final int WARM = 2;

    private static final int TIMED = 15;

    private final Session session;

    @Option(
            names = "--image-size",
            paramLabel = "N",
            defaultValue = "32",
            converter = OptionTypes.Count.class,
            description = "Height and width of the images (default ${DEFAULT-VALUE}).")
    private int imageSize;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            converter = OptionTypes.Count.class,
            description = "Images a pass (default ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--kernels",
            description = "Also what each kernel takes of encoding, in some passes more; by the wall clock, with"
                    + " --processor-time too.")
    private boolean kernels;

    @Mixin
    private final Repetitions repetitions = Repetitions.ofStep();

    /** The command in this session. */
    public BenchEncode(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ModelConfig config = UsageException.refusing(() -> Configuration.preset("reference")
                .with(List.of("image_size=" + imageSize))
                .model());
        try (Engine engine = session.engine()) {
            Bench.requireSingleCalls(engine, "bench encode");
            VqVae2 model = new VqVae2(config, new Initializer(engine, 0));
            Shape shape = Shape.of(batch, imageSize, imageSize, config.channels());
            float[] pixels = new float[shape.size()];
            Philox.uniforms(0, 1, 0, 0, pixels, 0, pixels.length);
            Tensor images = engine.tensor(shape, pixels);
            double encode = repetitions
                    .measure(session.threads(), () -> {
                        try (Scope _ = engine.scope()) {
                            model.encode(images).getLast().toArray();
                        }
                    })
                    .median();
            double evaluate = repetitions
                    .measure(session.threads(), () -> {
                        try (Scope _ = engine.scope()) {
                            model.forward(images).loss().item();
                        }
                    })
                    .median();
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("images_per_second", batch / encode);
            own.put("encode_milliseconds", 1e3 * encode);
            own.put("evaluate_milliseconds", 1e3 * evaluate);
            Map<String, Object> json = Bench.figures(own, engine.backend().name(), session.threads());
            StringBuilder text = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%d %dx%d images: encoding %.2f ms, %.0f images/s; a whole pass %.2f ms (%s)%n",
                    batch,
                    imageSize,
                    imageSize,
                    1e3 * encode,
                    batch / encode,
                    1e3 * evaluate,
                    Bench.conditions(json)));
            if (kernels) {
                List<KernelTimes.Timed> timed = new KernelTimes().measure(program(engine, model, images), WARM, TIMED);
                json.put("kernels", timed.stream().map(KernelTimes.Timed::json).toList());
                timed.forEach(kernel -> text.append(kernel.line(1e3 * encode)));
            }
            session.result(json, text.toString());
        }
        return 0;
    }

    /** Encoding as a program, whose codes go where they stay. */
    private static Program program(Engine engine, VqVae2 model, Tensor images) {
        List<IntTensor> places;
        try (Scope _ = engine.scope()) {
            places = model.encode(images).stream()
                    .map(codes -> engine.intState(codes.shape(), codes.toArray()))
                    .toList();
        }
        return Program.of(engine, () -> {
            List<IntTensor> codes = model.encode(images);
            for (int level = 0; level < codes.size(); level++) {
                codes.get(level).copyTo(places.get(level));
            }
            return Map.of();
        });
    }
}
