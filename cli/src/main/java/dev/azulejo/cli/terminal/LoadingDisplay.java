package dev.azulejo.cli.terminal;

import dev.azulejo.nn.data.source.LoadListener;

/** Shows how far the decoding of a folder of images is; folders of a few show nothing. */
public final class LoadingDisplay implements LoadListener, AutoCloseable {
    private static final int FEW = 500;

    private final Session session;
    private SteadyProgress progress;

    public LoadingDisplay(Session session) {
        this.session = session;
    }

    @Override
    public synchronized void loaded(int done, int total) {
        if (total < FEW) {
            return;
        }
        if (progress == null) {
            progress = new SteadyProgress(session, "read images", total);
        }
        progress.reached(done);
    }

    @Override
    public synchronized void close() {
        if (progress != null) {
            progress.close();
        }
    }
}
