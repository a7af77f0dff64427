package dev.azulejo.cli;

import dev.azulejo.cli.terminal.Interrupt;
import dev.azulejo.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A command that ran in this JVM: its status, and what it wrote. */
public record InThisJvm(int status, String out, String err) {
    public static InThisJvm azulejo(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(out, new PrintStream(err, true, StandardCharsets.UTF_8), () -> 0);
        int status = Azulejo.run(terminal, new Interrupt(), words);
        return new InThisJvm(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
