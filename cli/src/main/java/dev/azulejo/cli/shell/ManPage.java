package dev.azulejo.cli.shell;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The manual page: what {@code --help} of the command and of each of its commands says, as roff. */
final class ManPage {
    private ManPage() {}

    static String of(CommandLine command) {
        StringBuilder text = new StringBuilder(".TH AZULEJO 1\n.SH NAME\nazulejo \\- ")
                .append(escaped(header(command)))
                .append("\n.SH COMMAND\n");
        literally(command, text);
        section(command, text);
        return text.toString();
    }

    private static void section(CommandLine in, StringBuilder text) {
        for (CommandLine command : in.getSubcommands().values()) {
            text.append(".SH ").append(command.getCommandSpec().qualifiedName()).append('\n');
            literally(command, text);
            section(command, text);
        }
    }

    /** A help as it is laid out, for it is as wide as a page. */
    private static void literally(CommandLine command, StringBuilder text) {
        text.append(".nf\n")
                .append(command.getUsageMessage(Ansi.OFF)
                        .lines()
                        .map(ManPage::escaped)
                        .collect(Collectors.joining("\n")))
                .append("\n.fi\n");
    }

    /** The first line of a command's help. */
    static String header(CommandLine command) {
        return String.join(" ", command.getCommandSpec().usageMessage().header());
    }

    /** A line that begins with a dot or a quote would be an order. */
    private static String escaped(String line) {
        String safe = line.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
