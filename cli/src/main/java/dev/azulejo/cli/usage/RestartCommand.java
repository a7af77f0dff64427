package dev.azulejo.cli.usage;

import dev.azulejo.nn.io.Places;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.vqvae2.classify.ClassifierConfiguration;
import dev.azulejo.vqvae2.classify.ClassifierRun;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.ImageOrigin;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The command that begins training again after it has diverged: all as it was, except for a lower learning rate and clipped
 * gradients.
 */
public final class RestartCommand {
    private static final String RATE = "learning_rate";
    private static final String CLIPPING = "max_gradient_norm";

    private RestartCommand() {}

    /** Begins a model again: in a folder beside the old one. */
    public static String train(ModelRun model) {
        RunDirectory run = model.directory();
        Map<String, Object> settings = run.info().configuration();
        ImageOrigin origin = model.origin();
        List<Object> words = new ArrayList<>(List.of("train", "--data", origin.data(), "--run", free(run.path())));
        if (origin.heldOut() != null) {
            words.addAll(List.of("--held-out", origin.heldOut()));
        }
        // Of the images, unless they were asked for; a preset's have no say.
        for (String key : origin.resized() ? List.of("channels", "image_size") : List.of("channels")) {
            words.addAll(List.of("--set", key + "=" + settings.get(key)));
        }
        words.addAll(assignments(
                model.configuration().toJson(),
                Configuration.presets().keySet(),
                name -> Configuration.preset(name).toJson(),
                Set.of("channels", "image_size")));
        return seeded(words, run);
    }

    /** Begins a prior again: it has but one folder, so what is in that must go. */
    public static String prior(LevelRun level) {
        RunDirectory run = level.directory();
        PriorConfiguration configuration = level.prior().configuration();
        List<Object> words = new ArrayList<>(List.of(
                "train-prior",
                "--run",
                level.model().path(),
                "--level",
                level.prior().level()));
        if (!level.codes().equals(RunCodes.file(level.model()))) {
            words.addAll(List.of("--codes", level.codes()));
        }
        if (configuration.model().classes() == 0) {
            words.add("--no-classes");
        }
        words.addAll(assignments(
                configuration.toJson(),
                PriorConfiguration.presets().keySet(),
                name -> PriorConfiguration.preset(name).toJson(),
                Set.of("classes")));
        return afterDeleting(run, words);
    }

    /** Begins a classifier again: it has but one folder, so what is in that must go. */
    public static String classifier(ClassifierRun classifier) {
        RunDirectory run = classifier.directory();
        Map<String, Object> settings = run.info().configuration();
        Map<String, Object> usual = ClassifierConfiguration.usual().toJson();
        List<Object> words = new ArrayList<>(
                List.of("train-classifier", "--run", classifier.model().path()));
        ImageOrigin origin = classifier.origin();
        if (!origin.equals(classifier.model().origin())) {
            words.addAll(List.of("--data", origin.data()));
            if (origin.heldOut() != null) {
                words.addAll(List.of("--held-out", origin.heldOut()));
            }
        }
        usual.forEach((key, value) -> {
            if (!key.equals(RATE) && !value.equals(settings.get(key))) {
                words.addAll(List.of("--set", key + "=" + settings.get(key)));
            }
        });
        words.addAll(List.of("--set", RATE + "=" + lower((Double) settings.get(RATE), (Double) usual.get(RATE))));
        return afterDeleting(run, words);
    }

    private static String afterDeleting(RunDirectory run, List<Object> words) {
        return "rm -r " + Shell.quote(run.path().toString()) + " && " + seeded(words, run);
    }

    private static String seeded(List<Object> words, RunDirectory run) {
        if (run.info().seed() != 0) {
            words.addAll(List.of("--seed", run.info().seed()));
        }
        return Shell.azulejo(words.toArray());
    }

    /** The preset that these settings differ least from, and the differences. */
    private static List<Object> assignments(
            Map<String, Object> settings,
            Collection<String> presets,
            Function<String, Map<String, Object>> preset,
            Set<String> given) {
        List<Object> fewest = null;
        for (String name : presets) {
            List<Object> words = new ArrayList<>(List.of("--preset", name));
            Map<String, Object> usual = preset.apply(name);
            settings.forEach((key, value) -> {
                if (!given.contains(key) && !key.equals(RATE) && !key.equals(CLIPPING)) {
                    if (!Objects.equals(value, usual.get(key))) {
                        words.addAll(List.of("--set", key + "=" + assigned(value)));
                    }
                }
            });
            words.addAll(List.of("--set", RATE + "=" + lower((Double) settings.get(RATE), (Double) usual.get(RATE))));
            double clipped = (Double) settings.get(CLIPPING);
            words.addAll(List.of("--set", CLIPPING + "=" + (clipped > 0 && clipped < 1 ? clipped / 10 : 1)));
            fewest = fewest == null || words.size() < fewest.size() ? words : fewest;
        }
        return fewest;
    }

    /** The text of a value as {@code --set} takes it: the numbers of several levels with commas. */
    private static String assigned(Object value) {
        return value instanceof List<?> each
                ? each.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
    }

    private static double lower(double rate, double usual) {
        return rate > usual ? usual : Double.parseDouble(String.format(Locale.ROOT, "%.2g", rate / 10));
    }

    private static Path free(Path run) {
        for (int number = 2; ; number++) {
            Path other = Places.of(run + "-" + number);
            if (!Files.exists(other)) {
                return other;
            }
        }
    }
}
