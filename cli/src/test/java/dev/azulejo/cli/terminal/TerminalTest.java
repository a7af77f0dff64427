package dev.azulejo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicInteger columns = new AtomicInteger(80);
    private final Terminal terminal = new Terminal(
            OutputStream.nullOutputStream(), new PrintStream(err, true, StandardCharsets.UTF_8), columns::get);

    @Test
    void aLineThatIsDrawnAgainFitsTheTerminalAsItIsNow() {
        TerminalLine line = new TerminalLine(terminal);
        for (int width : new int[] {80, 30, 1, 0, 120}) {
            columns.set(width);
            err.reset();
            line.accept("=".repeat(100));
            String drawn = err.toString(StandardCharsets.UTF_8);
            assertThat(drawn).startsWith("\r=").endsWith("\u001b[K").doesNotContain("\n");
            assertThat(drawn.chars().filter(c -> c == '=').count()).isEqualTo(Math.max(1, Math.min(100, width - 1)));
        }
    }

    @Test
    void aLineTakesThePlaceOfTheBar() {
        new TerminalLine(terminal).accept("train 5%");
        err.reset();
        terminal.line("saved");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001b[Ksaved\n");
        columns.set(0);
        err.reset();
        terminal.line("saved");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("saved\n");
    }

    @Test
    void narrowTerminalsAndFilesShowNoBars() {
        assertThat(terminal.showsBars()).isTrue();
        columns.set(20);
        assertThat(terminal.showsBars()).isFalse();
        columns.set(0);
        assertThat(terminal.showsBars()).isFalse();
    }
}
