package dev.azulejo.cli.option;

import dev.azulejo.cli.usage.OptionTypes;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of every command that trains by settings of one's own. */
public final class SettingOptions {
    @Option(
            names = "--set",
            paramLabel = "K=V",
            description =
                    "Change a setting, as hidden=64 or steps=5000; any number of times. An unknown one lists all.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--steps", paramLabel = "N", converter = OptionTypes.Steps.class, description = "The last step.")
    private Integer steps;

    @Option(names = "--batch", paramLabel = "N", converter = OptionTypes.Count.class, description = "Images per step.")
    private Integer batch;

    /** The last step, if it was given. */
    Integer steps() {
        return steps;
    }

    /** {@return what was given of settings, as assignments} */
    public List<String> assignments() {
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
    public boolean isSet(String key) {
        return settings.stream()
                .anyMatch(
                        s -> s.replaceFirst("=.*", "").strip().replace('-', '_').equals(key));
    }
}
