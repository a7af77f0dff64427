package dev.azulejo.cli.option;

import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.usage.OptionTypes;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of both stages of training. */
public final class TrainingOptions {
    @Mixin
    private SettingOptions settings;

    @Option(
            names = "--seed",
            paramLabel = "S",
            converter = OptionTypes.Seed.class,
            description = "Of first weights, order of images and dropout (default 0).")
    private Long seed;

    @Option(names = "--resume", description = "Go on with the run.")
    private boolean resume;

    @Option(
            names = "--evaluate-every",
            paramLabel = "N",
            converter = OptionTypes.Steps.class,
            defaultValue = "1000",
            description = "Steps between evaluations on what is held out (default ${DEFAULT-VALUE}).")
    private int evaluateEvery;

    @Option(
            names = "--tensorboard",
            paramLabel = "DIR",
            description = "Write events for TensorBoard there: figures as they come, pictures at every checkpoint.")
    private Path tensorboard;

    /** The last step, if it was given. */
    public Integer steps() {
        return settings.steps();
    }

    /** The seed that was given, or this one. */
    public long seedOr(long other) {
        return seed == null ? other : seed;
    }

    /** Where events for TensorBoard go; null for none. Refuses a place that cannot be written. */
    public Path tensorboard() {
        if (tensorboard != null) {
            Outputs.requireFolder(tensorboard);
        }
        return tensorboard;
    }

    public boolean resume() {
        return resume;
    }

    public int evaluateEvery() {
        return evaluateEvery;
    }

    /** {@return what was given of settings, as assignments} */
    public List<String> assignments() {
        return settings.assignments();
    }

    /** {@return whether {@code --set} gives this setting} */
    public boolean isSet(String key) {
        return settings.isSet(key);
    }
}
