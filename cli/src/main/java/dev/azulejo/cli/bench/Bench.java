package dev.azulejo.cli.bench;

import dev.azulejo.cli.bench.measure.PeakMemory;
import dev.azulejo.cli.bench.peer.Peer;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.UserException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code azulejo bench}: how fast this machine is. */
@Command(
        name = "bench",
        header = "How fast this machine is: one training step of either stage, a kernel, or sampling.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo bench step --image-size 32 --batch 64",
            "  azulejo bench gemm --size 2048 --json",
            "  azulejo bench compare --python venv/bin/python"
        })
public final class Bench implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Without saying what to measure. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing what to measure: "
                        + String.join(" or ", spec.subcommands().keySet()));
    }

    /** Standard normal numbers. */
    static Tensor normals(Engine engine, int stream, Shape shape) {
        float[] values = new float[shape.size()];
        Philox.normals(0, stream, 0, 0, values, 0, values.length);
        return engine.tensor(shape, values);
    }

    /** {@return PyTorch's version; null, with a warning, if it is not there} */
    static String version(Session session, Peer peer) {
        try {
            return peer.version();
        } catch (UserException e) {
            session.warn(e.getMessage() + ": only Azulejo runs; name a Python that has PyTorch with --python");
            return null;
        }
    }

    /** Reads a number of a kernel's result, which waits for a backend that runs behind. */
    static void await(Tensor result) {
        result.engine().backend().memory().read(result.buffer(), 0, new float[1], 0, 1);
    }

    /** Refuses to time single calls on a backend that runs them elsewhere than the steps that it is for. */
    static void requireSingleCalls(Engine engine, String what) {
        if (!engine.backend().timesSingleCalls()) {
            throw new UsageException(
                    what + " times single calls, and the " + engine.backend().name()
                            + " backend runs none but whole steps on its device: take bench step, or --backend vector");
        }
    }

    /** A line of a result as soon as it is known, where all of it takes long; with JSON, of the log. */
    static void line(Session session, String line) {
        if (session.globals().json) {
            session.log(line);
        } else {
            session.terminal().print(line.stripTrailing() + "\n");
        }
    }

    /** The figures of every benchmark, after its own. */
    static Map<String, Object> figures(Map<String, Object> own, String backend, int threads) {
        Map<String, Object> json = new LinkedHashMap<>(own);
        json.put("peak_memory_bytes", PeakMemory.bytes());
        json.put("backend", backend);
        json.put("threads", threads);
        return json;
    }

    /** The end of every benchmark's line. */
    static String conditions(Map<String, Object> json) {
        return String.format(
                Locale.ROOT,
                "%s backend, %s, peak memory %.0f MiB",
                json.get("backend"),
                Counted.of((int) json.get("threads"), "thread"),
                ((Number) json.get("peak_memory_bytes")).doubleValue() / (1 << 20));
    }
}
