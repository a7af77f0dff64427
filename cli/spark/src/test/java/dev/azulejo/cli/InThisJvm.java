package dev.azulejo.cli;

import dev.azulejo.cli.terminal.Interrupt;
import dev.azulejo.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A command that ran in this JVM: its status, and what it wrote to stderr. */
public record InThisJvm(int status, String err) {
    public static InThisJvm azulejo(String... words) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(new ByteArrayOutputStream(), new PrintStream(err, true, StandardCharsets.UTF_8), () -> 0);
        int status = Azulejo.run(terminal, new Interrupt(), words);
        return new InThisJvm(status, err.toString(StandardCharsets.UTF_8));
    }
}
