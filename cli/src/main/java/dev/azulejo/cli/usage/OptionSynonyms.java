package dev.azulejo.cli.usage;

import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.vqvae2.train.Configuration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Options as other programs call them, and what they are called here: what people type before they read the help. */
public final class OptionSynonyms {
    /** The option here, and its names elsewhere; of several for one name, the first that the command has is meant. */
    private static final Map<String, List<String>> OPTIONS = new LinkedHashMap<>();

    /** The same for settings. */
    private static final Map<String, List<String>> SETTINGS = new LinkedHashMap<>();

    private static final Set<String> EPOCHS = Set.of("epochs", "epoch", "num-epochs", "n-epochs", "max-epochs", "e");

    static {
        option("--out", "output o outfile out-file output-file output-dir outdir out-dir dest save save-dir save-to");
        option(
                "--run",
                "model model-dir model-path checkpoint checkpoint-dir ckpt weights run-dir rundir logdir log-dir");
        option(
                "--run",
                "save-dir output output-dir outdir out out-dir o workdir name experiment r m load path folder dir");
        option(
                "--data",
                "dataset data-dir data-path data-root datadir input input-dir in i images source src train-dir d");
        option("--count", "n num number num-images num-samples n-samples samples nrow images size");
        option("--steps", "iterations iters iter max-steps num-steps n-steps train-steps max-iters total-steps n");
        option("--iterations", "iters iter repeat runs n");
        option("--batch", "bs batch-size batchsize b minibatch mini-batch per-device-batch-size");
        option("--threads", "workers num-workers n-workers jobs j num-threads cpus cores parallel t");
        option("--backend", "gpu gpus cuda cpu accelerator use-gpu no-cuda engine");
        option("--seed", "random-seed random-state manual-seed rng s");
        option("--class", "label labels cls category classes class-label class-name c");
        option("--temperature", "temp tau t");
        option("--top-k", "k topk");
        option("--top-p", "p topp nucleus");
        option("--resume", "continue restore resume-from load restart");
        option("--part", "split subset");
        option("--held-out", "val val-dir val-data validation validation-dir test-dir test-data holdout heldout");
        option("--preset", "config configuration cfg arch architecture c");
        option("--levels", "level l");
        option("--level", "levels l");
        option("--minutes", "time duration max-time");
        option("--quiet", "q silent no-progress");
        option("--stacktrace", "debug trace traceback");
        option("--json", "format output-format as-json");
        option("--version", "v ver");
        option("--help", "? usage");
        option("--evaluate-every", "eval-every eval-interval eval-steps val-every val-interval");
        setting("learning_rate", "lr rate learning-rate step-size");
        setting("rate_decay", "lr-schedule scheduler lr-scheduler schedule");
        setting("warmup", "warmup-steps lr-warmup");
        setting("weight_decay", "wd decay");
        setting("max_gradient_norm", "clip grad-clip max-grad-norm gradient-clip clip-grad-norm");
        setting("hidden", "hidden-dim hidden-size hidden-channels width dim ch num-hiddens");
        setting("res_blocks", "num-res-blocks n-res-block residual-blocks num-residual-layers");
        setting("codes", "num-embeddings n-embed n-embeddings codebook-size num-codes k vocab-size");
        setting("code_dim", "embedding-dim embed-dim emb-dim codebook-dim latent-dim");
        setting("beta", "commitment-cost commitment commitment-loss");
        setting("quantizer", "vq ema");
        setting("image_size", "size resolution img-size imgsize image-resolution crop");
        setting("channels", "num-channels in-channels colors grey gray");
        setting("layers", "n-layers num-layers depth blocks");
        setting("heads", "n-heads num-heads");
    }

    private OptionSynonyms() {}

    private static void option(String here, String elsewhere) {
        OPTIONS.computeIfAbsent(here, _ -> new ArrayList<>()).addAll(List.of(elsewhere.split(" ")));
    }

    private static void setting(String here, String elsewhere) {
        SETTINGS.put(here, List.of(elsewhere.split(" ")));
    }

    /**
     * What is meant by an option that the command does not have.
     *
     * @param option as it was typed, with its hyphens, without a value
     * @param value what was typed after it, or null
     */
    static Optional<String> meant(String option, String value, CommandLine command) {
        String name = option.replaceFirst("^-+", "").replace('_', '-').toLowerCase(Locale.ROOT);
        CommandSpec spec = command.getCommandSpec();
        if (EPOCHS.contains(name) && has(spec, "--steps")) {
            return Optional.of("training is counted in steps: --steps N (an epoch is images / batch steps)");
        }
        for (Map.Entry<String, List<String>> entry : OPTIONS.entrySet()) {
            if (has(spec, entry.getKey()) && entry.getValue().contains(name)) {
                return Optional.of("did you mean " + entry.getKey() + "?");
            }
        }
        if (has(spec, "--set")) {
            for (String setting : settings(spec)) {
                if (setting.equals(name.replace('-', '_'))
                        || SETTINGS.getOrDefault(setting, List.of()).contains(name)) {
                    return Optional.of("did you mean --set " + setting + "=" + (value == null ? "..." : value) + "?");
                }
            }
        }
        return Optional.empty();
    }

    /** {@return what to do with an option that only other commands have} */
    static Optional<String> elsewhere(String option, CommandLine command) {
        List<String> owners = new ArrayList<>();
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        root.getSubcommands().forEach((name, other) -> {
            if (has(other.getCommandSpec(), option)) {
                owners.add(name);
            }
        });
        if (owners.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                command.getParent() == null
                        ? "the command comes first, as: azulejo " + owners.getFirst() + " " + option
                        : "it is an option of " + String.join(", ", owners));
    }

    private static boolean has(CommandSpec spec, String option) {
        return spec.optionsMap().containsKey(option);
    }

    private static Set<String> settings(CommandSpec spec) {
        return spec.name().equals("train")
                ? Configuration.preset("reference").toJson().keySet()
                : PriorConfiguration.preset("top").toJson().keySet();
    }
}
