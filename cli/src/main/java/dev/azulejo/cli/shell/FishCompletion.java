package dev.azulejo.cli.shell;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for the shell fish, which picocli does not know. */
final class FishCompletion {
    private FishCompletion() {}

    static String of(CommandLine command) {
        StringBuilder text = new StringBuilder();
        String name = command.getCommandName();
        commands(name, command, "__fish_use_subcommand", text);
        return text.toString();
    }

    /** The commands in one, each where a condition of fish holds; then what each of them takes. */
    private static void commands(String name, CommandLine in, String where, StringBuilder text) {
        for (Map.Entry<String, CommandLine> sub : in.getSubcommands().entrySet()) {
            CommandLine command = sub.getValue();
            String here = "__fish_seen_subcommand_from " + sub.getKey();
            text.append(String.format(
                    Locale.ROOT,
                    "complete -c %s -n '%s' -f -a %s -d %s%n",
                    name,
                    where,
                    sub.getKey(),
                    quoted(ManPage.header(command))));
            for (OptionSpec option : command.getCommandSpec().options()) {
                text.append("complete -c ")
                        .append(name)
                        .append(" -n '")
                        .append(here)
                        .append('\'');
                for (String word : option.names()) {
                    text.append(word.startsWith("--") ? " -l " + word.substring(2) : " -s " + word.substring(1));
                }
                text.append(option.arity().max() > 0 ? " -r" : "")
                        .append(" -d ")
                        .append(quoted(sentence(option)))
                        .append('\n');
            }
            commands(name, command, here, text);
        }
    }

    /** The first sentence of what an option is for. */
    private static String sentence(OptionSpec option) {
        String all = String.join(" ", option.description()).replace("${DEFAULT-VALUE}", option.defaultValueString());
        int end = all.indexOf(". ");
        return end < 0 ? all : all.substring(0, end);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
