package dev.azulejo.cli.bench;

import dev.azulejo.cli.bench.measure.Repetitions;
import dev.azulejo.cli.bench.peer.ComparedRow;
import dev.azulejo.cli.bench.peer.Comparison;
import dev.azulejo.cli.bench.peer.ImageFiles;
import dev.azulejo.cli.bench.peer.LaneLimit;
import dev.azulejo.cli.bench.peer.Peer;
import dev.azulejo.cli.bench.peer.Sides;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.Failure;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.DidYouMean;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo bench compare}: Azulejo and PyTorch, one after the other, and their ratios. */
@Command(
        name = "compare",
        header = "Azulejo and PyTorch on the same benchmarks, alternately, and their ratios as a table.",
        description = {
            "",
            "Every run of either is a fresh process, so that luck in starting counts; the ratio is the median of those"
                    + " of each pair of runs, above 1 where Azulejo is faster (or takes more memory). PyTorch runs"
                    + " float32, channels last. Without PyTorch, Azulejo's own column is what is left.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo bench compare --python venv/bin/python           (all of it, about an hour)",
            "  azulejo bench compare --only step-32,conv-3x3 --runs 3",
            "  azulejo bench compare --lanes 8 --only gemm",
            "  azulejo bench compare --only gemm,quantize --check       (status 1 where a goal is missed)"
        })
public final class BenchCompare implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--python",
            paramLabel = "PATH",
            defaultValue = "python3",
            description = "A Python that has PyTorch (default ${DEFAULT-VALUE}).")
    private String python;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            converter = OptionTypes.Count.class,
            description = "Runs of each (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--only",
            paramLabel = "WHAT",
            split = ",",
            description =
                    "Only these: step, steady, encode, evaluate, decode, prior, conv, gemm, quantize, memory, or some"
                            + " of theirs, as step-small or gemm-512.")
    private List<String> only;

    @Option(
            names = "--lanes",
            paramLabel = "8",
            description = "Hold both to AVX2's 8 lanes and 16 registers, as most machines have them.")
    private Integer lanes;

    @Option(names = "--check", description = "Fail, with a line for each, where a goal of the project is missed.")
    private boolean check;

    @Mixin
    private final Repetitions repetitions = new Repetitions(3, 7, 8, 1);

    /** The command in this session. */
    public BenchCompare(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        LaneLimit held = LaneLimit.to(lanes);
        String clock = repetitions.clock(session.threads());
        List<Comparison> chosen = chosen(session.threads());
        List<ComparedRow> rows = new ArrayList<>();
        String version;
        try (Peer peer = Peer.of(python, held)) {
            version = Bench.version(session, peer);
            if (version != null) {
                session.log("PyTorch " + version + "; threads " + session.threads() + ", runs of each " + runs + ", "
                        + clock);
            }
            Bench.line(session, ComparedRow.HEADING);
            for (Comparison comparison : chosen) {
                for (ComparedRow row : run(comparison, new Sides(session, version == null ? null : peer, held))) {
                    Bench.line(session, row.line());
                    rows.add(row);
                }
            }
        }
        if (session.globals().json) {
            report(session, version, rows);
        }
        List<ComparedRow> missed = rows.stream()
                .filter(row -> row.row().wanted() > 0 && !row.passes())
                .toList();
        if (check) {
            missed.forEach(row -> session.warn(row.complaint()));
        }
        return check && !missed.isEmpty() ? Failure.FAILED : 0;
    }

    private List<Comparison> chosen(int threads) {
        List<Comparison> all = Comparison.all(threads > 1);
        if (only == null) {
            return all;
        }
        for (String word : only) {
            if (all.stream().allMatch(c -> c.only(List.of(word)).rows().isEmpty())) {
                Set<String> known = names(all);
                throw new UsageException("--only " + word + ": unknown"
                        + DidYouMean.to(word, known)
                                .map(nearest -> "; did you mean " + nearest + "?")
                                .orElse("; known are "
                                        + known.stream()
                                                .filter(name -> !name.contains("-"))
                                                .collect(Collectors.joining(", "))));
            }
        }
        return all.stream()
                .map(comparison -> comparison.only(only))
                .filter(comparison -> !comparison.rows().isEmpty())
                .toList();
    }

    /** Every name, and what several names begin with. */
    private static Set<String> names(List<Comparison> all) {
        Set<String> names = new LinkedHashSet<>();
        for (Comparison comparison : all) {
            for (Comparison.Row row : comparison.rows()) {
                for (int dash = row.id().indexOf('-');
                        dash >= 0;
                        dash = row.id().indexOf('-', dash + 1)) {
                    names.add(row.id().substring(0, dash));
                }
                names.add(row.id());
            }
        }
        return names;
    }

    /** All runs of one benchmark; without PyTorch, or where it fails, of Azulejo alone. */
    private List<ComparedRow> run(Comparison comparison, Sides both) {
        try (ImageFiles images = comparison.images()) {
            List<String> words = new ArrayList<>(comparison.words());
            if (images != null) {
                words.addAll(List.of("--folder", images.path().toString()));
            }
            return run(comparison, words, both);
        }
    }

    private List<ComparedRow> run(Comparison comparison, List<String> words, Sides both) {
        words.addAll(repetitions.words());
        words.addAll(List.of("--threads", String.valueOf(comparison.oneThread() ? 1 : session.threads())));
        List<JsonObject> azulejo = new ArrayList<>();
        List<JsonObject> pytorch = new ArrayList<>();
        Sides sides = both;
        for (int i = 0; i < runs; i++) {
            azulejo.add(sides.azulejo(words));
            try {
                if (sides.peer() != null) {
                    pytorch.add(sides.pytorch(words));
                }
            } catch (UserException e) {
                session.warn("PyTorch failed at " + comparison.id() + ": " + e.getMessage());
                pytorch.clear();
                sides = sides.alone();
            }
        }
        return comparison.rows().stream()
                .map(row -> new ComparedRow(row, values(row, azulejo), values(row, pytorch)))
                .toList();
    }

    private static List<Double> values(Comparison.Row row, List<JsonObject> figures) {
        return figures.stream().map(row::value).toList();
    }

    private void report(Session session, String version, List<ComparedRow> rows) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("azulejo", RunInfo.VERSION);
        json.put("pytorch", version);
        json.put("runs", runs);
        json.put("threads", session.threads());
        json.put("lanes", lanes);
        json.put("rows", rows.stream().map(ComparedRow::json).toList());
        session.terminal().print(Json.write(json) + "\n");
    }
}
