package dev.azulejo.cli.bench;

import dev.azulejo.cli.bench.measure.KernelTimes;
import dev.azulejo.cli.bench.measure.KernelWork;
import dev.azulejo.cli.bench.measure.Repetitions;
import dev.azulejo.cli.bench.peer.Child;
import dev.azulejo.cli.bench.peer.Forks;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.Failure;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.io.Json;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.train.Configuration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo bench step}: a training step of the reference model, on random images. */
@Command(
        name = "step",
        header = "One training step of the reference model (forward, backward, Adam) on random images: the median.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo bench step                                (256x256, batch 4)",
            "  azulejo bench step --image-size 32 --batch 64 --threads 2 --json",
            "  azulejo bench step --kernels                      (where its time goes)",
            "  azulejo bench step --forks 10                     (whether every start of the JVM is as fast)"
        })
public final class BenchStep implements Callable<Integer> {
    /** Steps before, and while, kernels are timed one by one. */
    private static final int WARM = 2;

    private static final int TIMED = 7;

    private final Session session;

    @Option(
            names = "--image-size",
            paramLabel = "N",
            defaultValue = "256",
            converter = OptionTypes.Count.class,
            description = "Height and width of the images (default ${DEFAULT-VALUE}).")
    private int imageSize;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "3",
            converter = OptionTypes.Count.class,
            description = "Channels of the images (default ${DEFAULT-VALUE}).")
    private int channels;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "4",
            converter = OptionTypes.Count.class,
            description = "Images per step (default ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            defaultValue = "128",
            converter = OptionTypes.Count.class,
            description = "Channels of the hidden layers (default ${DEFAULT-VALUE}).")
    private int hidden;

    @Option(
            names = "--codes",
            paramLabel = "K",
            defaultValue = "512",
            converter = OptionTypes.Count.class,
            description = "Codes per level (default ${DEFAULT-VALUE}).")
    private int codes;

    @Option(
            names = "--code-dim",
            paramLabel = "D",
            defaultValue = "64",
            converter = OptionTypes.Count.class,
            description = "Elements of a code (default ${DEFAULT-VALUE}).")
    private int codeDim;

    @Option(
            names = "--levels",
            paramLabel = "N",
            defaultValue = "2",
            converter = OptionTypes.Count.class,
            description = "Quantized levels (default ${DEFAULT-VALUE}).")
    private int levels;

    @Option(
            names = "--res-blocks",
            paramLabel = "N",
            defaultValue = "2",
            converter = OptionTypes.Count.class,
            description = "Residual blocks of each encoder and decoder (default ${DEFAULT-VALUE}).")
    private int resBlocks;

    @Option(
            names = "--kernels",
            description = "Also what each kernel takes of a step, in some steps more; by the wall clock, with"
                    + " --processor-time too.")
    private boolean kernels;

    @Option(names = "--program", description = "Also the calls of a step, with what each reads and writes.")
    private boolean program;

    @Option(
            names = "--forks",
            paramLabel = "N",
            converter = OptionTypes.Count.class,
            description = "In so many fresh JVMs, which must agree within 10 %%; if not, it fails with the cause.")
    private Integer forks;

    @Mixin
    private final Repetitions repetitions = Repetitions.ofStep();

    /** The command in this session. */
    public BenchStep(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ModelConfig config = UsageException.refusing(() -> Configuration.preset("reference")
                .with(List.of(
                        "levels=" + levels,
                        "channels=" + channels,
                        "image_size=" + imageSize,
                        "hidden=" + hidden,
                        "res_blocks=" + resBlocks,
                        "codes=" + codes,
                        "code_dim=" + codeDim))
                .model());
        return forks == null ? measure(session, config) : compareForks(session);
    }

    private int measure(Session session, ModelConfig config) {
        try (Engine engine = session.engine()) {
            if (kernels) {
                Bench.requireSingleCalls(engine, "--kernels");
            }
            TrainingStep step = new TrainingStep(engine, config, batch);
            Repetitions.Measured measured = repetitions.measure(session.threads(), step);
            double seconds = measured.median();
            double gflops = KernelWork.flops(step.program()) / seconds / 1e9;
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("images_per_second", batch / seconds);
            own.put("step_milliseconds", 1e3 * seconds);
            own.put("gflops", gflops);
            own.put("steps_until_steady", measured.runsUntilSteady());
            own.put("milliseconds_until_steady", 1e3 * measured.secondsUntilSteady());
            Map<String, Object> json = Bench.figures(own, engine.backend().name(), session.threads());
            StringBuilder text = new StringBuilder(String.format(
                    Locale.ROOT,
                    "step of %d %dx%d images: %.1f ms, %.2f images/s, %.0f GFLOP/s, %s (%s)%n",
                    batch,
                    imageSize,
                    imageSize,
                    1e3 * seconds,
                    batch / seconds,
                    gflops,
                    measured.untilSteady(),
                    Bench.conditions(json)));
            if (kernels) {
                List<KernelTimes.Timed> timed = new KernelTimes().measure(step.program(), WARM, TIMED);
                json.put("kernels", timed.stream().map(KernelTimes.Timed::json).toList());
                timed.forEach(kernel -> text.append(kernel.line(1e3 * seconds)));
            }
            if (program) {
                json.put("program", step.program().table().lines().toList());
                text.append(step.program().table());
            }
            session.result(json, text.toString());
        }
        return 0;
    }

    private int compareForks(Session session) {
        List<Forks.Fork> all = new ArrayList<>();
        for (int i = 1; i <= forks; i++) {
            all.add(Forks.Fork.of(Child.run("azulejo bench step, fork " + i, Child.azulejo(words(session)))));
            Bench.line(session, Forks.line(i, all.getLast()));
        }
        Forks found = new Forks(List.copyOf(all));
        Bench.line(session, found.summary());
        if (session.globals().json) {
            session.terminal().print(Json.write(found.json()) + "\n");
        }
        found.complaints().forEach(session::warn);
        return found.complaints().isEmpty() ? 0 : Failure.FAILED;
    }

    /** This command in another process. */
    private List<String> words(Session session) {
        List<String> words = new ArrayList<>(List.of("bench", "step", "--kernels", "--json", "--quiet"));
        Map<String, Integer> numbers = new LinkedHashMap<>();
        numbers.put("--image-size", imageSize);
        numbers.put("--channels", channels);
        numbers.put("--batch", batch);
        numbers.put("--hidden", hidden);
        numbers.put("--codes", codes);
        numbers.put("--code-dim", codeDim);
        numbers.put("--levels", levels);
        numbers.put("--res-blocks", resBlocks);
        numbers.put("--threads", session.threads());
        numbers.forEach((name, value) -> words.addAll(List.of(name, value.toString())));
        words.addAll(repetitions.words());
        if (session.globals().backend != null) {
            words.addAll(List.of("--backend", session.globals().backend));
        }
        return words;
    }
}
