package dev.azulejo.cli.option;

import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.vqvae2.train.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The presets in the help, a line each, as the configurations themselves say what they are. */
public final class PresetHelp {
    private static final String SECTION = "presets";

    private PresetHelp() {}

    /** Adds them to the help of the commands that take one. */
    public static void explain(CommandLine azulejo) {
        explain(azulejo.getSubcommands().get("train"), Configuration.presets());
        explain(azulejo.getSubcommands().get("train-prior"), PriorConfiguration.presets());
    }

    private static void explain(CommandLine command, Map<String, String> presets) {
        int widest = presets.keySet().stream().mapToInt(String::length).max().orElse(0);
        String text = presets.entrySet().stream()
                .map(e -> "  " + e.getKey() + " ".repeat(widest + 2 - e.getKey().length()) + e.getValue())
                .collect(Collectors.joining("\n", "\nPresets:\n", "\n"));
        List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), SECTION);
        command.setHelpSectionKeys(sections);
        command.getHelpSectionMap().put(SECTION, _ -> text);
    }
}
