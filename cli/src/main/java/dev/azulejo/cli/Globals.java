package dev.azulejo.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options of every command. */
final class Globals {
    @Option(
            names = "--backend",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "What computes: auto (the default), scalar, vector or tornado.")
    String backend;

    @Option(
            names = "--threads",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            converter = Numbers.Threads.class,
            description = "Threads that compute; as many as there are cores by default. Never changes a result.")
    Integer threads;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print the result as one JSON object, and nothing else, on stdout.")
    boolean json;

    @Option(
            names = "--quiet",
            scope = ScopeType.INHERIT,
            description = "No progress and no log, only warnings and errors.")
    boolean quiet;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "After an error's line, print where in the program it happened.")
    boolean stacktrace;
}
