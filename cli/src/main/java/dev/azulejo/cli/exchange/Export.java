package dev.azulejo.cli.exchange;

import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.Stage2;
import dev.azulejo.cli.run.StaleCodes;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.message.Printable;
import dev.azulejo.vqvae2.exchange.CodesFolder;
import dev.azulejo.vqvae2.exchange.ExportedModel;
import dev.azulejo.vqvae2.exchange.HubFolder;
import dev.azulejo.vqvae2.exchange.WeightLayout;
import dev.azulejo.vqvae2.onnx.OnnxModel;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
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
            "--to onnx: a folder with encode.onnx, decode.onnx and reconstruct.onnx (opset 17, any number of images,"
                    + " [batch,C,H,W] in [0,1]; codes int64).",
            "--to npy: a folder with the codes that azulejo encode made, LEVEL.npy, and names.csv, which says what each"
                    + " row is.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo export --run runs/fashion --to pytorch --out fashion.safetensors",
            "  azulejo export --run runs/fashion --to hf --out fashion-vqvae2",
            "  azulejo export --run runs/fashion --to npy --out fashion-codes"
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
            description = "pytorch, hf, onnx or npy.")
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

    @Option(names = "--codes", paramLabel = "F", description = "The codes, for npy (default DIR/codes.safetensors).")
    private Path codes;

    /** The command in this session. */
    public Export(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ModelRun model = ModelRun.open(run);
        TrainedModel.require(session, model);
        boolean weights = format == Format.PYTORCH || format == Format.HF;
        if (!weights && (layout != null || noAverages)) {
            throw new UsageException((layout == null ? "--no-averages" : "--layout") + ": is for --to pytorch and hf");
        }
        if (codes != null && format != Format.NPY) {
            throw new UsageException("--codes: is for --to npy");
        }
        if (noAverages && layout != null && layout != WeightLayout.REFERENCE) {
            throw new UsageException(
                    "--no-averages: the layout " + layout.word() + " always has averages; leave it out");
        }
        if (format == Format.PYTORCH) {
            Outputs.requireFile(out);
        } else {
            Outputs.requireFreshFolder(out);
        }
        if (format == Format.NPY) {
            Path file = codes == null ? RunCodes.file(model) : codes;
            CodeStore store = Stage2.codes(model, file);
            StaleCodes.warnOfCodes(session, model, store, file);
            CodesFolder.of(store, file).write(out);
        } else {
            try (Engine engine = session.engine()) {
                write(engine, model);
            }
        }
        session.result(
                new Result()
                        .with("out", out.toString())
                        .with("format", format.word())
                        .with("step", TrainedModel.checkpoint(model).step())
                        .saying(
                                "what",
                                format == Format.NPY ? "the codes" : format == Format.ONNX ? "graphs" : "the weights")
                        .saying("path", Printable.name(out.toString())),
                "{what} of the model of step {step} are in {path} ({format})");
        return 0;
    }

    private void write(Engine engine, ModelRun model) {
        switch (format) {
            case PYTORCH -> weights(engine, model).write(out);
            case HF -> new HubFolder(weights(engine, model)).write(out);
            case ONNX -> new OnnxModel(TrainedModel.load(engine, model)).write(out);
            case NPY -> throw new AssertionError(format);
        }
    }

    private ExportedModel weights(Engine engine, ModelRun model) {
        WeightLayout names = layout == null ? WeightLayout.REFERENCE : layout;
        return ExportedModel.of(model, TrainedModel.checkpoint(model), engine, names, !noAverages);
    }
}
