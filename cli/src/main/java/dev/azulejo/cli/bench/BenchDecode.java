package dev.azulejo.cli.bench;

import dev.azulejo.cli.bench.measure.Repetitions;
import dev.azulejo.cli.bench.peer.ImageFiles;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.nn.data.source.ImageFolder;
import dev.azulejo.nn.message.Counted;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo bench decode}: reading a folder of images. */
@Command(
        name = "decode",
        header = "Reading a folder of PNG or JPEG images, files that the system has in memory: the median.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo bench decode                                          (PNGs of 64x64)",
            "  azulejo bench decode --format jpeg --image-size 512 --images 200",
            "  azulejo bench decode --folder photos"
        })
public final class BenchDecode implements Callable<Integer> {
    private static final List<String> FORMATS = List.of("png", "jpeg");

    private final Session session;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "png",
            description = "png or jpeg (default ${DEFAULT-VALUE}).")
    private String format;

    @Option(
            names = "--image-size",
            paramLabel = "N",
            defaultValue = "64",
            converter = OptionTypes.Count.class,
            description = "Height and width of the images (default ${DEFAULT-VALUE}).")
    private int imageSize;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "2000",
            converter = OptionTypes.Count.class,
            description = "How many are written, and read (default ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Images of one size that are there, in place of new ones.")
    private Path folder;

    @Mixin
    private final Repetitions repetitions = Repetitions.ofStep();

    /** The command in this session. */
    public BenchDecode(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!FORMATS.contains(format)) {
            throw new UsageException("--format " + format + ": expected " + String.join(" or ", FORMATS));
        }
        if (folder != null) {
            return measure(folder);
        }
        try (ImageFiles files = ImageFiles.write(format, imageSize, count)) {
            return measure(files.path());
        }
    }

    private int measure(Path images) {
        int[] read = new int[1];
        double seconds;
        // The loader's parallel stream runs in the pool that it is called from.
        try (ForkJoinPool pool = new ForkJoinPool(session.threads())) {
            seconds = pool.submit(() -> repetitions
                            .measure(
                                    session.threads(),
                                    () -> read[0] = ImageFolder.read(images, OptionalInt.empty(), OptionalInt.empty())
                                            .images()
                                            .count())
                            .median())
                    .join();
        }
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("images_per_second", read[0] / seconds);
        own.put("step_milliseconds", 1e3 * seconds);
        own.put("images", read[0]);
        Map<String, Object> json = Bench.figures(own, "none", session.threads());
        session.result(
                json,
                String.format(
                        Locale.ROOT,
                        "%d images: %.1f ms, %.0f images/s (%s)",
                        read[0],
                        1e3 * seconds,
                        read[0] / seconds,
                        Counted.of(session.threads(), "thread")));
        return 0;
    }
}
