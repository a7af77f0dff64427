package dev.azulejo.cli.exchange;

import dev.azulejo.cli.data.DataOptions;
import dev.azulejo.cli.data.Source;
import dev.azulejo.cli.data.Sources;
import dev.azulejo.cli.option.SettingOptions;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.exchange.ForeignModel;
import dev.azulejo.vqvae2.exchange.WeightLayout;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.ImageOrigin;
import dev.azulejo.vqvae2.train.ImportedRun;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo import}: a run with weights from elsewhere. */
@Command(
        name = "import",
        header = "Make a run of weights that were trained elsewhere.",
        description = {
            "",
            "Reads a PyTorch state dict as a safetensors file: the reference model by its own names, with codebooks of"
                    + " its own or of lucidrains' vector-quantize-pytorch, or rosinality's VQ-VAE-2. Sizes are read off"
                    + " the weights. The run can be encoded, reconstructed and trained on, by images named with --data"
                    + " here or then.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo import --from vqvae.safetensors --run runs/faces --size 256",
            "  azulejo reconstruct --run runs/faces --data photos --out faces.png",
            "  azulejo train --run runs/faces --resume --data photos --steps 1000"
        })
public final class Import implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--from",
            paramLabel = "F",
            required = true,
            description = "The weights: a safetensors file, or the folder of a hub with model.safetensors.")
    private Path from;

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The folder of the run to make.")
    private Path run;

    @Option(
            names = "--layout",
            paramLabel = "L",
            converter = LayoutConverter.class,
            description = "Whose names the weights have: reference, rosinality, lucidrains. By the names, if left out.")
    private WeightLayout layout;

    @Option(
            names = "--size",
            paramLabel = "N",
            converter = OptionTypes.Count.class,
            description = "Height and width of its images, in pixels (default 256, or those of --data).")
    private Integer size;

    @Mixin
    private DataOptions data;

    @Mixin
    private SettingOptions settings;

    /** The command in this session. */
    public Import(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Outputs.requireFreshRun(run);
        ForeignModel found = ForeignModel.read(from, Optional.ofNullable(layout));
        Configuration own = UsageException.refusing(() -> asked(found.configuration()));
        boolean sized = size != null || settings.isSet("image_size");
        Split split = null;
        ImageOrigin origin = ImageOrigin.NONE;
        if (!data.areOfTheRun()) {
            Source source = data.source();
            OptionalInt to = sized ? OptionalInt.of(own.model().imageSize()) : OptionalInt.empty();
            OptionalInt channels = OptionalInt.of(own.model().channels());
            split = Sources.open(session, source, to, channels, own.model().multiple());
            Sources.requireSquare(source.data(), split.train());
            origin = source.origin(sized);
        }
        Configuration fitting =
                split == null ? own : own.with("image_size", split.train().height());
        ModelRun made;
        try (Engine engine = session.engine()) {
            VqVae2 model = load(found.with(fitting), engine);
            String fingerprint = split == null ? "" : split.train().fingerprint();
            made = ImportedRun.begin(run, engine, model, fitting.training(), origin, fingerprint, 0);
        }
        report(found, made);
        return 0;
    }

    private Configuration asked(Configuration found) {
        Configuration asked = found.with(settings.assignments());
        return size == null ? asked : asked.with("image_size", size);
    }

    private VqVae2 load(ForeignModel model, Engine engine) {
        try {
            return model.load(engine);
        } catch (UserException e) {
            throw layout == null
                    ? new UserException(
                            e.getMessage() + " (read as " + model.layout().word() + ")", e)
                    : e;
        }
    }

    private void report(ForeignModel found, ModelRun made) {
        int pixels = made.model().imageSize();
        session.result(
                new Result()
                        .with("run", run.toString())
                        .with("layout", found.layout().word())
                        .with("levels", made.model().levels())
                        .with("image_size", pixels)
                        .saying("sizes", Counted.of(made.model().levels(), "level"))
                        .saying("quantizer", made.configuration().toJson().get("quantizer"))
                        .saying("wiring", made.configuration().toJson().get("wiring"))
                        .saying(
                                "next",
                                Shell.azulejo("reconstruct", "--run", run)
                                        + (made.origin().isKnown() ? "" : " --data IMAGES")),
                "{run}: {sizes} in the layout {layout} ({quantizer} codes, {wiring} wiring), images of"
                        + " {image_size}x{image_size}; next: {next}");
    }
}
