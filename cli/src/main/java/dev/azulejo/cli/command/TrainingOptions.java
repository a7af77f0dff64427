package dev.azulejo.cli.command;

import dev.azulejo.cli.usage.Numbers;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of both stages of training. */
final class TrainingOptions {
    @Option(
            names = "--set",
            paramLabel = "K=V",
            description =
                    "Change a setting, as hidden=64 or steps=5000; any number of times. An unknown one lists all.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--steps", paramLabel = "N", converter = Numbers.Steps.class, description = "The last step.")
    private Integer steps;

    @Option(names = "--batch", paramLabel = "N", converter = Numbers.Count.class, description = "Images per step.")
    private Integer batch;

    @Option(
            names = "--seed",
            paramLabel = "S",
            converter = Numbers.Seed.class,
            description = "Of first weights, order of images and dropout (default 0).")
    private Long seed;

    @Option(names = "--resume", description = "Go on with the run.")
    private boolean resume;

    @Option(
            names = "--evaluate-every",
            paramLabel = "N",
            converter = Numbers.Steps.class,
            defaultValue = "1000",
            description = "Steps between evaluations on what is held out (default ${DEFAULT-VALUE}).")
    private int evaluateEvery;

    /** The last step, if it was given. */
    Integer steps() {
        return steps;
    }

    /** The seed that was given, or this one. */
    long seedOr(long other) {
        return seed == null ? other : seed;
    }

    boolean resume() {
        return resume;
    }

    int evaluateEvery() {
        return evaluateEvery;
    }

    /** {@return what was given of settings, as assignments} */
    List<String> assignments() {
        List<String> all = new ArrayList<>(settings);
        if (steps != null) {
            all.add("steps=" + steps);
        }
        if (batch != null) {
            all.add("batch=" + batch);
        }
        return all;
    }

    /** {@return whether {@code --set} gives this setting} */
    boolean isSet(String key) {
        return settings.stream()
                .anyMatch(
                        s -> s.replaceFirst("=.*", "").strip().replace('-', '_').equals(key));
    }
}
