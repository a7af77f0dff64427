package dev.azulejo.cli.exchange;

import dev.azulejo.cli.option.UsedRun;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.Stage2;
import dev.azulejo.cli.run.StaleCodes;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.source.DataSource;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.Printable;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.priors.bundle.Bundle;
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
import picocli.CommandLine.Mixin;
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
            "--to bundle: one file with what it takes to use the run, priors and classifier too, for every command that"
                    + " takes --run but those that train, and for Azulejo.open in a program of yours.",
            "--to npy: a folder with the codes that azulejo encode made, LEVEL.npy, and names.csv, which says what each"
                    + " row is.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo export --run runs/fashion --to pytorch --out fashion.safetensors",
            "  azulejo export --run runs/fashion --to hf --out fashion-vqvae2",
            "  azulejo export --run runs/fashion --to bundle --out fashion.azulejo",
            "  azulejo export --run runs/fashion --to npy --out fashion-codes"
        })
public final class Export implements Callable<Integer> {
    private final Session session;

    @Mixin
    private UsedRun run;

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            required = true,
            converter = Format.Converter.class,
            description = "pytorch, hf, onnx, npy or bundle.")
    private Format format;

    @Option(
            names = "--out",
            paramLabel = "PATH",
            required = true,
            description = "The file (pytorch, bundle) or the folder to write, not there yet or empty.")
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

    @Option(names = "--codes", paramLabel = "F", description = "The codes, for npy (default RUN/codes.safetensors).")
    private Path codes;

    @Option(
            names = "--data",
            paramLabel = "SRC",
            description = "For bundle: the images that commands take from then on where none are named (default: those"
                    + " of the run if they are embedded, for a path of this machine leads nowhere on others).")
    private String data;

    /** The command in this session. */
    public Export(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        TrainedModel trained = TrainedModel.of(session, run.open(session));
        ModelRun model = trained.run();
        boolean weights = format == Format.PYTORCH || format == Format.HF;
        if (!weights && (layout != null || noAverages)) {
            throw new UsageException((layout == null ? "--no-averages" : "--layout") + ": is for --to pytorch and hf");
        }
        if (codes != null && format != Format.NPY) {
            throw new UsageException("--codes: is for --to npy");
        }
        if (data != null && format != Format.BUNDLE) {
            throw new UsageException("--data: is for --to bundle");
        }
        if (noAverages && layout != null && layout != WeightLayout.REFERENCE) {
            throw new UsageException(
                    "--no-averages: the layout " + layout.word() + " always has averages; leave it out");
        }
        if (format == Format.PYTORCH || format == Format.BUNDLE) {
            Outputs.requireFile(out);
        } else {
            Outputs.requireFreshFolder(out);
        }
        if (format == Format.NPY) {
            Path file = codes == null ? run.outputs().resolve(RunCodes.NAME) : codes;
            CodeStore store = Stage2.codes(model, file);
            StaleCodes.warnOfCodes(session, trained, store, file);
            CodesFolder.of(store, file).write(out);
        } else if (format == Format.BUNDLE) {
            Bundle bundle = Bundle.of(model, trained.still(), images(model));
            bundle.write(out);
            session.log(inWords(bundle));
        } else {
            try (Engine engine = session.engine()) {
                write(engine, trained);
            }
        }
        session.result(
                new Result()
                        .with("out", out.toString())
                        .with("format", format.word())
                        .with("step", trained.checkpoint().step())
                        .saying("what", format.content())
                        .saying("path", Printable.name(out.toString())),
                "{what} of the model of step {step} are in {path} ({format})");
        return 0;
    }

    private void write(Engine engine, TrainedModel model) {
        switch (format) {
            case PYTORCH -> weights(engine, model).write(out);
            case HF -> new HubFolder(weights(engine, model)).write(out);
            case ONNX -> new OnnxModel(model.load(engine)).write(out);
            case NPY, BUNDLE -> throw new AssertionError(format);
        }
    }

    /** What is in it, for somebody who wonders why it cannot draw. */
    private static String inWords(Bundle bundle) {
        long priors = bundle.files().keySet().stream()
                .filter(file -> file.startsWith("priors/") && file.endsWith("/" + RunDirectory.FILE))
                .count();
        boolean classifier = bundle.files().keySet().stream().anyMatch(file -> file.startsWith("classifier/"));
        return "the bundle has the model, " + (priors == 0 ? "no prior" : Counted.of(priors, "prior")) + " and "
                + (classifier ? "the classifier" : "no classifier");
    }

    private String images(ModelRun model) {
        String own = model.origin().data();
        return data != null ? data : DataSource.BUILT_IN.contains(own) ? own : "";
    }

    private ExportedModel weights(Engine engine, TrainedModel model) {
        WeightLayout names = layout == null ? WeightLayout.REFERENCE : layout;
        return ExportedModel.of(model.run(), model.checkpoint(), engine, names, !noAverages);
    }
}
