package dev.azulejo.cli.terminal;

import dev.azulejo.nn.train.Progress;

/** Progress of work that has no loss: so many of so many done. */
public final class SteadyProgress implements AutoCloseable {
    private final TrainingDisplay display;
    private final long total;

    public SteadyProgress(Session session, String task, long total) {
        this.display = new TrainingDisplay(session, task, "");
        this.total = total;
        Progress shown = display;
        shown.started(0, total);
    }

    public void reached(long done) {
        display.stepped(done, total);
    }

    @Override
    public void close() {
        display.close();
    }
}
