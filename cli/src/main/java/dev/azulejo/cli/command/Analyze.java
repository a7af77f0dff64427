package dev.azulejo.cli.command;

import dev.azulejo.cli.option.UsedImages;
import dev.azulejo.cli.picture.CodeSheet;
import dev.azulejo.cli.picture.Picture;
import dev.azulejo.cli.picture.PictureGrid;
import dev.azulejo.cli.run.FiniteFigures;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.analysis.LevelAnalysis;
import dev.azulejo.vqvae2.analysis.LevelAnalysis.Codebook;
import dev.azulejo.vqvae2.analysis.LevelAnalysis.Measured;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo analyze}: what each level of a model contributes, and how it uses its codes. */
@Command(
        name = "analyze",
        header = "Show what each level of a model contributes, and how it uses its codes.",
        description = {
            "",
            "Decodes images by all levels, by each prefix of the hierarchy, by each level alone (what the others would"
                    + " say is zero), and by each level with random codes in the others: a row of DIR/levels.png and a"
                    + " line with its error each. DIR/codes.png has the codes of every level, the most frequent first:"
                    + " how often each occurs, and the mean of what the model draws where it does.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo analyze --run runs/fashion",
            "  azulejo analyze --run runs/fashion --data fashion-mnist --out analysis --json"
        })
public final class Analyze implements Callable<Integer> {
    private final Session session;

    @Mixin
    private UsedImages used;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10",
            converter = OptionTypes.Count.class,
            description = "Images to show (default ${DEFAULT-VALUE}); figures are over all.")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            converter = OptionTypes.Seed.class,
            description = "Of the random codes (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder for levels.png and codes.png (default that of the run).")
    private Path out;

    /** The command in this session. */
    public Analyze(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        TrainedModel trained = used.open(session);
        ModelRun model = trained.run();
        Path rows = used.output(out == null ? null : out.resolve("levels.png"), "levels");
        Path codes = used.output(out == null ? null : out.resolve("codes.png"), "codes");
        ImageData images = used.images(session, trained);
        LevelAnalysis analysis;
        PictureGrid grid;
        try (Engine engine = session.engine()) {
            VqVae2 network = trained.load(engine);
            analysis = LevelAnalysis.of(engine, network, images, seed);
            grid = grid(engine, network, images, analysis);
        }
        FiniteFigures.finite(
                used.run(), "mse", analysis.contributions().getFirst().mse());
        grid.save(rows);
        sheet(analysis, images.channels()).save(codes);
        session.result(
                new Result()
                        .with("contributions", contributions(analysis, model.model()))
                        .with("levels", codebooks(analysis))
                        .with("images", analysis.images())
                        .with("out", List.of(rows.toString(), codes.toString()))
                        .saying("table", table(analysis, model.model()))
                        .saying("rows", rows)
                        .saying("codes", codes),
                "{table}look at {rows} and {codes}");
        return 0;
    }

    private PictureGrid grid(Engine engine, VqVae2 model, ImageData data, LevelAnalysis analysis) {
        int n = Math.min(count, data.count());
        List<String> labels = new ArrayList<>(List.of("originals"));
        List<List<Picture>> rows = new ArrayList<>(List.of(Picture.of(data, n)));
        try (var _ = engine.scope()) {
            List<IntTensor> codes = model.encode(Batches.tensor(engine, data, 0, n));
            for (Measured measured : analysis.contributions()) {
                labels.add(measured.contribution().label(model.config()));
                rows.add(Picture.of(measured.contribution().decode(engine, model, codes, 0, seed)));
            }
        }
        return PictureGrid.compared(labels, rows);
    }

    private static CodeSheet sheet(LevelAnalysis analysis, int channels) {
        CodeSheet sheet = new CodeSheet();
        for (Codebook level : analysis.codebooks().reversed()) {
            int side = level.side();
            sheet.level(
                    line(level),
                    level.counts(),
                    Picture.of(level.counts().length, side, side, channels, level.drawn()));
        }
        return sheet;
    }

    private static String line(Codebook level) {
        return String.format(
                Locale.ROOT,
                "%s: %d of %d codes in use, entropy %.2f of %.2f bits",
                level.name(),
                level.use().used(),
                level.counts().length,
                level.entropyBits(),
                Math.log(level.counts().length) / Math.log(2));
    }

    private static Map<String, Object> contributions(LevelAnalysis analysis, ModelConfig model) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (Measured measured : analysis.contributions()) {
            json.put(measured.contribution().label(model), measured.mse());
        }
        return json;
    }

    private static List<Object> codebooks(LevelAnalysis analysis) {
        List<Object> json = new ArrayList<>();
        for (Codebook level : analysis.codebooks()) {
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("name", level.name());
            described.put("codes", level.counts().length);
            described.put("used", level.use().used());
            described.put("dead", level.dead());
            described.put("entropy_bits", level.entropyBits());
            described.put("perplexity", level.use().perplexity());
            json.add(described);
        }
        return json;
    }

    private static String table(LevelAnalysis analysis, ModelConfig model) {
        StringBuilder table =
                new StringBuilder(String.format(Locale.ROOT, "%-24s %8s %9s%n", "decoded", "mse", "psnr"));
        for (Measured measured : analysis.contributions()) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-24s %8.5f %6.2f dB%n",
                    measured.contribution().label(model),
                    measured.mse(),
                    measured.psnr()));
        }
        table.append(String.format(
                Locale.ROOT,
                "%n%-8s %6s %6s %6s %16s %12s%n",
                "level",
                "codes",
                "used",
                "dead",
                "entropy",
                "perplexity"));
        for (Codebook level : analysis.codebooks().reversed()) {
            int codes = level.counts().length;
            table.append(String.format(
                    Locale.ROOT,
                    "%-8s %6d %6d %6d %5.2f of %.2f bits %10.1f%n",
                    level.name(),
                    codes,
                    level.use().used(),
                    level.dead(),
                    level.entropyBits(),
                    Math.log(codes) / Math.log(2),
                    level.use().perplexity()));
        }
        return table.append('\n').toString();
    }
}
