package dev.azulejo.cli.bench;

import dev.azulejo.cli.bench.growth.Grown;
import dev.azulejo.cli.bench.growth.Growth;
import dev.azulejo.cli.bench.growth.Point;
import dev.azulejo.cli.bench.growth.Roofline;
import dev.azulejo.cli.bench.growth.Sweep;
import dev.azulejo.cli.bench.measure.Repetitions;
import dev.azulejo.cli.bench.peer.LaneLimit;
import dev.azulejo.cli.bench.peer.Peer;
import dev.azulejo.cli.bench.peer.Sides;
import dev.azulejo.cli.terminal.Machine;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.message.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo bench growth}: how cost grows with one size at a time, as a page of plots. */
@Command(
        name = "growth",
        header = "How time and memory grow with images, batch, channels, codes, levels, threads and grids: plots.",
        description = {
            "",
            "One size grows, the others stay. Every figure is a fresh process. With a Python that has PyTorch its"
                    + " figures stand beside; without, there are Azulejo's alone. The folder gets a page (growth.html),"
                    + " the same plots as one picture (growth.svg), and all figures (growth.json).",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo bench growth --python venv/bin/python --out growth    (a quarter of an hour)",
            "  azulejo bench growth --quick --only hidden,grid"
        })
public final class BenchGrowth implements Callable<Integer> {
    private final Session session;

    @Option(names = "--out", paramLabel = "FOLDER", defaultValue = "growth", description = "Folder of the results.")
    private Path out;

    @Option(names = "--python", paramLabel = "PATH", description = "A Python that has PyTorch.")
    private String python;

    @Option(
            names = "--only",
            paramLabel = "WHAT",
            split = ",",
            description = "Only these: images, batch, hidden, codes, levels, threads, grid.")
    private List<String> only;

    @Option(names = "--quick", description = "Three sizes of each.")
    private boolean quick;

    @Mixin
    private final Repetitions repetitions = new Repetitions(2, 3, 8, 1);

    /** The command in this session. */
    public BenchGrowth(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String clock = repetitions.clock(session.threads());
        List<Sweep> sweeps = sweeps();
        Growth.begin(out); // An unusable folder is told of before minutes are spent.
        try (Peer peer = Peer.of(python == null ? "python3" : python, LaneLimit.to(null))) {
            String version = python == null ? null : Bench.version(session, peer);
            Sides sides = new Sides(session, version == null ? null : peer, LaneLimit.to(null));
            String conditions = Machine.processor() + ", threads " + session.threads() + ", " + clock
                    + (version == null ? "" : ", beside PyTorch " + version);
            session.log(conditions);
            List<Integer> crews = sweeps.stream()
                    .filter(Sweep::ofThreads)
                    .flatMap(sweep -> sweep.sizes().stream())
                    .toList();
            Roofline roofline = Roofline.measure(sides, crews, session.threads(), repetitions.words());
            Growth growth = new Growth(conditions, session.threads(), List.of(), roofline);
            for (Sweep sweep : sweeps) {
                growth = growth.with(new Grown(sweep, measure(sides, sweep)));
                growth.write(out);
            }
            growth.cliffs().forEach(cliff -> Bench.line(session, "cliff: " + cliff));
            if (session.globals().json) {
                session.terminal().print(Json.write(growth.json()) + "\n");
            } else {
                Bench.line(session, "wrote growth.html, growth.svg and growth.json in " + out);
            }
        }
        return 0;
    }

    private List<Sweep> sweeps() {
        List<Sweep> all = Sweep.all(session.threads()).stream()
                .filter(sweep -> sweep.sizes().size() > 1)
                .toList();
        List<String> known = all.stream().map(Sweep::id).toList();
        for (String word : only == null ? known : only) {
            if (!known.contains(word)) {
                throw new UsageException("--only " + word + ": known are " + String.join(", ", known));
            }
        }
        return all.stream()
                .filter(sweep -> only == null || only.contains(sweep.id()))
                .map(sweep -> quick ? sweep.quick() : sweep)
                .toList();
    }

    private List<Point> measure(Sides both, Sweep sweep) {
        List<Point> points = new ArrayList<>();
        Sides sides = both;
        for (int size : sweep.sizes()) {
            Point point;
            try {
                point = Point.measure(sides, sweep, size, session.threads(), repetitions.words());
            } catch (UserException e) {
                if (sides.peer() == null) {
                    throw e;
                }
                session.warn(sweep.id() + " " + size + ": " + e.getMessage() + "; without PyTorch");
                sides = sides.alone();
                point = Point.measure(sides, sweep, size, session.threads(), repetitions.words());
            }
            points.add(point);
            Bench.line(session, point.line(sweep));
        }
        return points;
    }
}
