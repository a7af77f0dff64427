package dev.azulejo.cli.terminal;

import me.tongfei.progressbar.ProgressBarConsumer;

/** The line of a terminal that a progress bar is drawn on. The library's own looks for the terminal by native code. */
public record TerminalLine(Terminal terminal) implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
        return Math.max(1, terminal.columns().getAsInt() - 1);
    }

    @Override
    public void accept(String text) {
        int room = getMaxRenderedLength();
        String shown = text.length() > room ? text.substring(0, room) : text;
        terminal.err().print("\r" + shown + "\u001b[K");
        terminal.err().flush();
    }

    @Override
    public void close() {
        terminal.err().print("\n");
        terminal.err().flush();
    }
}
