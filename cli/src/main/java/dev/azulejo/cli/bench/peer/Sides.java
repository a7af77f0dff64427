package dev.azulejo.cli.bench.peer;

import dev.azulejo.cli.terminal.Session;
import dev.azulejo.nn.io.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Both sides of a comparison, on the same benchmarks: each run is a fresh process.
 *
 * @param session whose backend Azulejo takes
 * @param peer PyTorch; null without it
 * @param held what both are held to
 */
public record Sides(Session session, Peer peer, LaneLimit held) {
    /**
     * A run of Azulejo.
     *
     * @param words what to measure, as options of {@code azulejo bench}
     */
    public JsonObject azulejo(List<String> words) {
        List<String> own = new ArrayList<>(List.of("bench"));
        own.addAll(words);
        own.addAll(List.of("--json", "--quiet"));
        if (session.globals().backend != null) {
            own.addAll(List.of("--backend", session.globals().backend));
        }
        return Child.run("azulejo bench " + words.getFirst(), Child.azulejo(held.flags(), own));
    }

    /** A run of PyTorch on the same. */
    public JsonObject pytorch(List<String> words) {
        return peer.run(words);
    }

    /** The same without PyTorch. */
    public Sides alone() {
        return new Sides(session, null, held);
    }
}
