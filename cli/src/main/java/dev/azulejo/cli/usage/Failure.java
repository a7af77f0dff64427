package dev.azulejo.cli.usage;

import dev.azulejo.engine.backend.DeviceException;
import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.message.DidYouMean;
import dev.azulejo.nn.message.Printable;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The line to print when a command fails, and its exit status.
 *
 * @param status 1, 2 for wrong usage, 130 for training that was asked to stop
 * @param line what is wrong and what to do, one line
 */
public record Failure(int status, String line) {
    public static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int INTERRUPTED = 130;

    public Failure {
        line = Printable.line(line.strip());
    }

    public static Failure of(Throwable failure) {
        return switch (failure) {
            case CommandLine.ExecutionException e when e.getCause() != null -> of(e.getCause());
            case ParameterException e -> new Failure(WRONG_USAGE, usage(e));
            case UsageException e -> new Failure(WRONG_USAGE, e.getMessage());
            case InterruptedRun e -> new Failure(INTERRUPTED, e.getMessage());
            case UserException e -> new Failure(FAILED, e.getMessage());
            case DeviceException e -> new Failure(FAILED, e.getMessage());
            case UncheckedIOException e -> new Failure(FAILED, io(e.getCause()));
            case IOException e -> new Failure(FAILED, io(e));
            case OutOfMemoryError e ->
                new Failure(
                        FAILED,
                        "out of memory (the JVM has " + Runtime.getRuntime().maxMemory() / (1 << 20)
                                + " MiB): use a smaller --batch or smaller images, or give it more with"
                                + " AZULEJO_OPTS=-Xmx16g");
            default -> new Failure(FAILED, unexpected(failure));
        };
    }

    /** Prints where it happened, and all causes. The names in messages are what {@code printStackTrace} trusts. */
    public static void trace(Throwable failure, PrintStream err) {
        String prefix = "";
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable e = failure; e != null && seen.add(e); e = e.getCause()) {
            err.println(prefix + Printable.line(e.toString()));
            for (StackTraceElement frame : e.getStackTrace()) {
                err.println("\tat " + frame);
            }
            for (Throwable suppressed : e.getSuppressed()) {
                err.println("\tsuppressed: " + Printable.line(suppressed.toString()));
            }
            prefix = "Caused by: ";
        }
        err.flush();
    }

    private static String io(IOException e) {
        return e instanceof FileSystemException file && file.getFile() != null
                ? FileErrors.cannotRead(Path.of(file.getFile()), e).getMessage()
                : "input or output failed: " + e.getMessage();
    }

    private static String unexpected(Throwable failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        String said = message == null || message.isBlank() ? "unexpected " + name : message + " (" + name + ")";
        return said + " (--stacktrace for more)";
    }

    private static String usage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        // A wrong name of an option that is required is missed first; what was typed says more.
        List<String> unmatched = command.getUnmatchedArguments();
        if (unmatched.isEmpty() && command.getParent() != null) {
            unmatched = command.getParent().getUnmatchedArguments();
            command = unmatched.isEmpty() ? command : command.getParent();
        }
        if (e instanceof UnmatchedArgumentException known) {
            unmatched = known.getUnmatched();
        }
        String help = " " + command.getCommandSpec().qualifiedName() + " --help";
        if (!unmatched.isEmpty()) {
            String said = unmatched(unmatched, command);
            return said + (said.endsWith("?") ? " See" : "; see") + help;
        }
        return lower(e.getMessage()) + (e.getMessage().contains("expected") ? "" : "; see" + help);
    }

    private static String unmatched(List<String> unmatched, CommandLine command) {
        String word = unmatched.getFirst();
        boolean option = word.startsWith("-");
        List<String> known = new ArrayList<>();
        if (option) {
            for (OptionSpec spec : command.getCommandSpec().options()) {
                known.addAll(List.of(spec.names()));
            }
        } else {
            known.addAll(command.getSubcommands().keySet());
        }
        int equals = word.indexOf('=');
        String name = option && equals > 0 ? word.substring(0, equals) : word;
        String value =
                option && equals > 0 ? word.substring(equals + 1) : unmatched.size() > 1 ? unmatched.get(1) : null;
        String what = option ? "unknown option " : known.isEmpty() ? "unexpected argument " : "unknown command ";
        Optional<String> hint = option ? OptionSynonyms.meant(name, value, command) : Optional.empty();
        return what
                + Printable.name(name)
                + hint.or(() -> DidYouMean.to(name, known).map(nearest -> "did you mean " + nearest + "?"))
                        .or(() -> option ? OptionSynonyms.elsewhere(name, command) : argument(command))
                        .map(said -> "; " + said)
                        .orElse("");
    }

    /** A folder without its option, or the rest of a path that a shell took apart at its spaces. */
    private static Optional<String> argument(CommandLine command) {
        return command.getCommandSpec().optionsMap().containsKey("--run")
                ? Optional.of("every folder follows an option, as --run DIR, and a path with spaces wants quotes")
                : Optional.empty();
    }

    private static String lower(String message) {
        return message.isEmpty() ? message : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
