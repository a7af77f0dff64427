package dev.azulejo.cli.command;

import dev.azulejo.cli.run.Classes;
import dev.azulejo.cli.run.ModelRun;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.Sampling;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.Numbers;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.Counted;
import dev.azulejo.nn.Printable;
import dev.azulejo.priors.sampling.Generation;
import dev.azulejo.priors.sampling.SamplingOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo sample}: new images. */
@Command(
        name = "sample",
        header = "Draw new images.",
        description = {
            "",
            "Codes are drawn level by level from the priors, and decoded. An image is decided by the seed and its"
                    + " number alone, however many are drawn.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo sample --run runs/fashion --count 64 --out samples.png",
            "  azulejo sample --run runs/fashion --count 1000 --out new-images/",
            "  azulejo sample --run runs/fashion --class Sneaker --temperature 0.85 \\",
            "      --top-p 0.95 --out sneakers.png"
        })
public final class Sample implements Callable<Integer> {
    private final Session session;

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run of a model with its priors.")
    private Path run;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "64",
            converter = Numbers.Count.class,
            description = "Images to draw (default ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--class",
            paramLabel = "C",
            description = "Their class, by name or by number from 0; one class after another if left out.")
    private String wanted;

    @Mixin
    private DrawOptions draw;

    @Option(
            names = "--out",
            paramLabel = "F",
            description = "The PNG file, or a folder that ends in / for one file per image (default DIR/samples.png, or"
                    + " -2.png and so on if that is there).")
    private String out;

    /** The command in this session. */
    public Sample(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        SamplingOptions options = draw.options();
        ModelRun model = ModelRun.open(run);
        model.requireCheckpoint(session);
        Sampling.requirePriors(session, model);
        Path file = out == null ? Outputs.free(run, "samples") : Path.of(out);
        boolean apart = out != null && (out.endsWith("/") || Files.isDirectory(file));
        if (apart) {
            Outputs.requireFreshFolder(file);
        } else {
            Outputs.requireFile(file);
        }
        Classes classes = Classes.of(model);
        int[] drawn = wanted == null ? classes.inTurn() : new int[] {classes.find(wanted)};
        if (wanted != null) {
            session.log("class " + drawn[0] + ": " + classes.names().get(drawn[0]));
        }
        Sampling sampling;
        try (Engine engine = session.engine()) {
            Generation generation = Sampling.generation(engine, model, options);
            sampling = Sampling.draw(session, engine, generation, count, drawn);
        }
        if (apart) {
            sampling.saveApart(file, classes.names());
        } else {
            // No row names a class that is alone.
            String description = wanted == null ? "" : Sampling.described(drawn[0], classes.names());
            sampling.grid(classes.names()).save(file, description);
        }
        session.result(
                new Result()
                        .with("images", count)
                        .with("seconds", sampling.seconds())
                        .with("codes_per_second", sampling.codes() / sampling.seconds())
                        .with("out", file.toString())
                        .saying("file", Printable.escape(file.toString()))
                        .saying("drawn", Counted.of(count, "image")),
                "{file}: {drawn} in {seconds:%.1f} s, {codes_per_second:%.0f} codes/s");
        return 0;
    }
}
