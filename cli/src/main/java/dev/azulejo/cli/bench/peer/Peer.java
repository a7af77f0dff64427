package dev.azulejo.cli.bench.peer;

import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.train.PriorConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same benchmarks in PyTorch: the scripts beside this class, which take the options of {@code azulejo bench}. */
public final class Peer implements AutoCloseable {
    private static final List<String> SCRIPTS =
            List.of("peer.py", "reference_vqvae2.py", "code_prior.py", "prior_sampler.py");

    /** The settings of every preset of a prior, by its name: written here, so that they are written once. */
    private static final String PRESETS = "priors.json";

    private final String python;
    private final Path folder;
    private final LaneLimit held;

    private Peer(String python, Path folder, LaneLimit held) {
        this.python = python;
        this.folder = folder;
        this.held = held;
    }

    /** Lays the scripts down where Python finds them. */
    public static Peer of(String python, LaneLimit held) {
        try {
            Peer peer = new Peer(python, Files.createTempDirectory("azulejo-peer"), held);
            for (String script : SCRIPTS) {
                try (InputStream in = Peer.class.getResourceAsStream(script)) {
                    Files.copy(in, peer.folder.resolve(script));
                }
            }
            Map<String, Object> presets = new LinkedHashMap<>();
            for (String name : PriorConfiguration.presets().keySet()) {
                presets.put(name, PriorConfiguration.preset(name).toJson());
            }
            Files.writeString(peer.folder.resolve(PRESETS), Json.write(presets));
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The version of PyTorch.
     *
     * @throws UserException if it, or Python, is not there
     */
    public String version() {
        return run(List.of("version")).text("torch");
    }

    /** Runs a benchmark in a fresh process. */
    public JsonObject run(List<String> words) {
        List<String> command = new ArrayList<>(
                List.of(python, "-B", folder.resolve(SCRIPTS.getFirst()).toString()));
        command.addAll(words);
        return Child.run(python, command, held.environment());
    }

    @Override
    public void close() {
        try {
            for (String script : SCRIPTS) {
                Files.deleteIfExists(folder.resolve(script));
            }
            Files.deleteIfExists(folder.resolve(PRESETS));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
