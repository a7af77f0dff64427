package dev.azulejo.cli;

import dev.azulejo.nn.UserException;
import dev.azulejo.nn.run.Progress;
import java.nio.file.Path;
import java.time.Duration;

/** Writes the page of a run again while something of it trains. */
final class ReportAsItGrows implements Progress {
    private static final long EVERY = Duration.ofSeconds(10).toNanos();

    private final Session session;
    private final ModelRun run;
    private final Path file;
    private long last = System.nanoTime();

    ReportAsItGrows(Session session, ModelRun run, Path file) {
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
            dev.azulejo.cli.Report.write(run, file, true);
        } catch (UserException e) {
            // Training is worth more than the page, which is written once more at the end.
            session.log(e.getMessage());
        }
    }
}
