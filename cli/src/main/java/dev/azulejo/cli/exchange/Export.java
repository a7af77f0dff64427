package dev.azulejo.cli.exchange;

import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.message.Printable;
import dev.azulejo.vqvae2.exchange.ExportedModel;
import dev.azulejo.vqvae2.exchange.HubFolder;
import dev.azulejo.vqvae2.exchange.WeightLayout;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code azulejo export}: a trained model for other programs. */
@Command(
        name = "export",
        header = "Write a trained model for other programs.",
        description = {
            "",
            "--to pytorch: one safetensors file for load_state_dict, its names the reference model's or, with --layout,"
                    + " those of another implementation.",
            "--to hf: a folder with config.json, model.safetensors and a model card, as model hubs have it.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo export --run runs/fashion --to pytorch --out fashion.safetensors",
            "  azulejo export --run runs/fashion --to hf --out fashion-vqvae2"
        })
public final class Export implements Callable<Integer> {
    private final Session session;

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run of a trained model.")
    private Path run;

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            required = true,
            converter = Format.Converter.class,
            description = "pytorch or hf.")
    private Format format;

    @Option(
            names = "--out",
            paramLabel = "PATH",
            required = true,
            description = "The file (pytorch) or the folder to write, not there yet or empty.")
    private Path out;

    @Option(
            names = "--layout",
            paramLabel = "L",
            converter = LayoutConverter.class,
            description = "Whose names weights get: reference (the default), rosinality, lucidrains.")
    private WeightLayout layout;

    @Option(
            names = "--no-averages",
            description = "Leave out the averages of codes that are moving averages: code that knows none, as the"
                    + " textbook's, takes no others.")
    private boolean noAverages;

    /** The command in this session. */
    public Export(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ModelRun model = ModelRun.open(run);
        TrainedModel.require(session, model);
        if (noAverages && layout != null && layout != WeightLayout.REFERENCE) {
            throw new UsageException("--no-averages: the layout " + layout.word() + " always has averages; leave it out");
        }
        if (format == Format.PYTORCH) {
            Outputs.requireFile(out);
        } else {
            Outputs.requireFreshFolder(out);
        }
        try (Engine engine = session.engine()) {
            ExportedModel exported = ExportedModel.of(
                    model,
                    TrainedModel.checkpoint(model),
                    engine,
                    layout == null ? WeightLayout.REFERENCE : layout,
                    !noAverages);
            switch (format) {
                case PYTORCH -> exported.write(out);
                case HF -> new HubFolder(exported).write(out);
            }
        }
        session.result(
                new Result()
                        .with("out", out.toString())
                        .with("format", format.word())
                        .with("step", TrainedModel.checkpoint(model).step())
                        .saying("path", Printable.name(out.toString())),
                "the model of step {step} is in {path} ({format})");
        return 0;
    }
}
