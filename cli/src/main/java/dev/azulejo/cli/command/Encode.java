package dev.azulejo.cli.command;

import dev.azulejo.cli.cluster.Cluster;
import dev.azulejo.cli.cluster.ClusterOptions;
import dev.azulejo.cli.data.DataOptions;
import dev.azulejo.cli.data.Source;
import dev.azulejo.cli.option.UsedRun;
import dev.azulejo.cli.run.CodebookCollapse;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.Printable;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.CodeStore.LevelCodes;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo encode}: the codes of images. */
@Command(
        name = "encode",
        header = "Turn images into the codes of every level, for the priors to learn.",
        description = {
            "",
            "Writes one integer tensor [N,H,W] per level ([N,H,W,Q] for Q codes per position), labels [N] and part [N]"
                    + " (0 to learn from, 1 held out) as a safetensors file, in the order of the images; and beside it"
                    + " which row is which image, class and part: codes.rows.csv.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo encode --run runs/fashion",
            "  azulejo encode --run runs/photos --data other-photos --out codes.safetensors"
        })
public final class Encode implements Callable<Integer> {
    private final Session session;

    @Mixin
    private UsedRun run;

    @Mixin
    private DataOptions data;

    @Option(names = "--out", paramLabel = "F", description = "The file (default RUN/codes.safetensors).")
    private Path out;

    @Mixin
    private ClusterOptions cluster;

    /** The command in this session. */
    public Encode(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        TrainedModel trained = TrainedModel.of(session, run.open(session, cluster.areGiven()));
        ModelRun model = trained.run();
        Path file = out == null ? run.outputs().resolve(RunCodes.NAME) : out;
        Outputs.requireFile(file);
        Split split = trained.data(session, data.source(model));
        CodeStore store = cluster.areGiven() ? encodeOn(trained, split, file) : encodeHere(trained, split, file);
        List<Object> levels = new ArrayList<>();
        for (LevelCodes level : store.levels()) {
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("name", level.name());
            described.put("codes", level.codes());
            described.put("height", level.height());
            described.put("width", level.width());
            described.put("depth", level.depth());
            levels.add(described);
        }
        session.result(
                new Result()
                        .with("images", store.count())
                        .with("levels", levels)
                        .with("out", file.toString())
                        .saying("encoded", Counted.of(store.count(), "image"))
                        .saying(
                                "grids",
                                store.levels().stream()
                                        .map(l -> l.name() + " " + l.height() + "x" + l.width()
                                                + (l.depth() == 1 ? "" : "x" + l.depth()))
                                        .collect(Collectors.joining(", ")))
                        .saying("file", Printable.name(file.toString()))
                        .saying("next", file.equals(RunCodes.file(model)) ? "; next: " + next(store) : ""),
                "{encoded} encoded ({grids}) in {file}{next}");
        return 0;
    }

    private CodeStore encodeHere(TrainedModel model, Split split, Path file) {
        try (Engine engine = session.engine()) {
            return encode(session, engine, model, split, file);
        }
    }

    private CodeStore encodeOn(TrainedModel model, Split split, Path file) {
        try (Cluster workers = cluster.open(session)) {
            session.log("encoding " + Counted.of(split.images().count(), "image"));
            Source source = data.source(model.run());
            CodeStore store = RunCodes.save(
                    workers.encode(model.run(), model.checkpoint(), source, split), model.checkpoint(), split, file);
            CodebookCollapse.warn(session, store);
            return store;
        }
    }

    private String next(CodeStore store) {
        String top = store.levels().getLast().name();
        return Shell.azulejo("train-prior", "--run", run.path(), "--level", top);
    }

    /** Encodes both parts, and writes the codes. */
    static CodeStore encode(Session session, Engine engine, TrainedModel model, Split split, Path file) {
        session.log("encoding " + Counted.of(split.images().count(), "image"));
        CodeStore store = RunCodes.encode(model.run(), model.checkpoint(), engine, split, file);
        CodebookCollapse.warn(session, store);
        return store;
    }
}
