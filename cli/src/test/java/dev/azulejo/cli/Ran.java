package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.terminal.Interrupt;
import dev.azulejo.cli.terminal.Terminal;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A command that ran in this JVM: its status and what it wrote. */
public record Ran(int status, String out, String err) {
    public static Ran azulejo(Object... arguments) {
        return azulejo(new Interrupt(), arguments);
    }

    /** A command without progress and log. */
    public static Ran quietly(Object... arguments) {
        return azulejo(Stream.concat(Stream.of(arguments), Stream.of("--quiet")).toArray());
    }

    public static Ran azulejo(Interrupt interrupt, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        Terminal terminal = new Terminal(out, new PrintStream(err, true, StandardCharsets.UTF_8), () -> 0);
        int status = Azulejo.run(terminal, interrupt, words);
        return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The result of a command that must have succeeded and printed one JSON object. */
    public JsonObject json() {
        assertThat(status).as(err).isZero();
        assertThat(out.lines()).as(out).hasSize(1);
        return JsonObject.of(Json.read(out, "stdout"), "stdout");
    }

    public Ran succeeded() {
        assertThat(status).as(err).isZero();
        return this;
    }

    /** A failure as a user should meet it: this status, nothing on stdout, one line on stderr with all of these words. */
    public Ran failed(int expected, String... words) {
        List<String> lines = err.lines().toList();
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst()).startsWith("azulejo: ").contains(words).doesNotContain("Exception");
        assertThat(out).isEmpty();
        assertThat(status).isEqualTo(expected);
        return this;
    }
}
