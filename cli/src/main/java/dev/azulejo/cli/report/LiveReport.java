package dev.azulejo.cli.report;

import dev.azulejo.cli.terminal.Session;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.time.Duration;

/** Writes the page of a run again while something of it trains. */
public final class LiveReport implements Progress {
    private static final long EVERY = Duration.ofSeconds(10).toNanos();

    private final Session session;
    private final ModelRun run;
    private final Path file;
    private long last = System.nanoTime();

    public LiveReport(Session session, ModelRun run, Path file) {
        this.session = session;
        this.run = run;
        this.file = file;
    }

    @Override
    public void reported(Report report) {
        if (System.nanoTime() - last < EVERY) {
            return;
        }
        last = System.nanoTime();
        try {
            dev.azulejo.cli.report.Report.write(run, file, true);
        } catch (UserException e) {
            // Training is worth more than the page, which is written once more at the end.
            session.log(e.getMessage());
        }
    }
}
