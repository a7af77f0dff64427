package dev.azulejo.cli.terminal;

import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.nn.io.Json;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The surroundings of a command: where it writes, the options of every command, and how it is told to stop.
 *
 * @param terminal where it writes
 * @param globals options of every command
 * @param interrupt asks training to stop
 * @param temporaries folders that are deleted at the end of the command
 */
public record Session(Terminal terminal, GlobalOptions globals, Interrupt interrupt, Temporaries temporaries) {
    /** An engine on the backend that was asked for, which is logged; to be closed. */
    public Engine engine() {
        String name = globals.backend == null ? Backends.defaultName() : globals.backend;
        Engine engine = new Engine(UsageException.refusing(() -> Backends.choose(name, threads(), device())));
        Backend backend = engine.backend();
        if (!name.equals("auto")) {
            log("backend " + backend.description() + " (named)");
        } else if (backend.name().equals("tornado")) {
            log("backend " + backend.description() + " (auto: there is a GPU)");
        } else if (!backend.name().equals("scalar")) { // Of plain loops that it had to take, the engine itself warned.
            log("backend " + backend.description() + " (auto: the fastest that runs here)");
        }
        return engine;
    }

    /** Threads that compute. */
    public int threads() {
        return globals.threads == null ? UsageException.refusing(Backends::defaultThreads) : globals.threads;
    }

    private OptionalInt device() {
        return globals.device == null ? Backends.defaultDevice() : OptionalInt.of(globals.device);
    }

    /** {@return whether progress is drawn as bars} */
    boolean showsBars() {
        return terminal.showsBars() && !globals.quiet;
    }

    /** A line about what happens. */
    public void log(String line) {
        if (!globals.quiet) {
            terminal.line(temporaries.named(line));
        }
    }

    /** A line about something that the user should know even with {@code --quiet}. */
    public void warn(String line) {
        terminal.line("azulejo: " + temporaries.named(line));
    }

    /** The result: as JSON if that was asked for, else as text. */
    public void result(Map<String, Object> json, String text) {
        terminal.print(globals.json ? Json.write(json) + "\n" : text.endsWith("\n") ? text : text + "\n");
    }

    /** The result: as JSON if that was asked for, else as this text with its values in it. */
    public void result(Result result, String text) {
        result(result.json(), result.text(text));
    }
}
