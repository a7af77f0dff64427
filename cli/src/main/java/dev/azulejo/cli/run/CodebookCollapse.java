package dev.azulejo.cli.run;

import dev.azulejo.cli.terminal.Session;
import dev.azulejo.nn.run.Metrics;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.Evaluation.CodeUse;
import dev.azulejo.vqvae2.train.ModelRun;
import java.util.ArrayList;
import java.util.List;

/** Warns of codebooks of which so little is used that they have collapsed. */
public final class CodebookCollapse {
    private CodebookCollapse() {}

    public static void warn(Session session, List<CodeUse> levels) {
        List<String> collapsed = levels.stream()
                .filter(CodeUse::isCollapsed)
                .map(use -> use.used() + " of " + use.codes() + " " + use.name())
                .toList();
        if (!collapsed.isEmpty()) {
            session.warn("only " + String.join(" and ", collapsed) + " codes are in use: a codebook has collapsed, and"
                    + " images lose what the others would say; another run with --preset ema (moving averages and"
                    + " restarts), a lower learning rate or fewer codes may use more of them");
        }
    }

    /** Warns of collapsed codebooks, by all codes that images were turned into. */
    public static void warn(Session session, CodeStore store) {
        List<CodeUse> levels = new ArrayList<>();
        for (CodeStore.LevelCodes level : store.levels()) {
            long[][] counts = new long[level.depth()][level.codes()];
            for (int i = 0; i < level.values().length; i++) {
                counts[i % level.depth()][level.values()[i]]++;
            }
            levels.add(CodeUse.of(level.name(), counts));
        }
        warn(session, levels);
    }

    /** Warns of collapsed codebooks, as the last evaluation of a training found them. */
    public static void warn(Session session, ModelRun run, int heldOut) {
        List<CodeUse> levels = new ArrayList<>();
        ModelConfig config = run.model();
        long images = Math.min(ModelRun.JUDGES, heldOut);
        for (int i = 0; i < config.levels(); i++) {
            String name = config.levelNames().get(i);
            int codes = config.quantizer().codes(i);
            long vectors = images
                    * config.grid(i)
                    * config.grid(i)
                    * config.quantizer().depth();
            run.directory().metrics().read().stream()
                    .map(Metrics.Line::values)
                    .filter(values -> values.containsKey("used_" + name))
                    .reduce((_, later) -> later)
                    .ifPresent(values -> levels.add(new CodeUse(
                            name,
                            codes,
                            values.get("used_" + name).intValue(),
                            values.get("perplexity_" + name),
                            vectors,
                            List.of())));
        }
        warn(session, levels);
    }
}
