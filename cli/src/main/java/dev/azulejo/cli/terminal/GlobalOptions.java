package dev.azulejo.cli.terminal;

import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.engine.Backends;
import dev.azulejo.engine.backend.BackendProvider;
import java.util.Iterator;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options of every command. */
public final class GlobalOptions {
    @Option(
            names = "--backend",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            completionCandidates = BackendNames.class,
            description = "What computes: auto (the default), ${COMPLETION-CANDIDATES}.")
    public String backend;

    @Option(
            names = "--device",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            converter = OptionTypes.Device.class,
            description = "The device that computes, by its number in azulejo info, if the backend has devices.")
    Integer device;

    @Option(
            names = "--threads",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            converter = OptionTypes.Threads.class,
            description = "Threads that compute; as many as there are cores by default. Never changes a result.")
    Integer threads;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print the result as one JSON object, and nothing else, on stdout.")
    public boolean json;

    @Option(
            names = "--quiet",
            scope = ScopeType.INHERIT,
            description = "No progress and no log, only warnings and errors.")
    boolean quiet;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "After an error's line, print where in the program it happened.")
    public boolean stacktrace;

    /** The backends that this program has, whether or not they run here. */
    static final class BackendNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Backends.providers().stream().map(BackendProvider::name).iterator();
        }
    }
}
