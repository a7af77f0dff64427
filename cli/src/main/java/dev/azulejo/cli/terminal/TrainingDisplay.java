package dev.azulejo.cli.terminal;

import dev.azulejo.nn.train.Progress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows training as it goes: a bar on a terminal, else a line every few seconds. */
public final class TrainingDisplay implements Progress, AutoCloseable {
    private static final long LINE_EVERY = Duration.ofSeconds(5).toNanos();

    private static final long REDRAWN_EVERY = Duration.ofMillis(250).toNanos();

    private final Session session;
    private final String task;
    private final String items;
    private ProgressBar bar;
    private String figures = "";
    private String rate = "";
    private final TimeLeft timeLeft = new TimeLeft();
    private long lastShown;

    /**
     * A display.
     *
     * @param session where to
     * @param task what is trained, in a word or two
     * @param items what a step learns from: images or codes
     */
    public TrainingDisplay(Session session, String task, String items) {
        this.session = session;
        this.task = task;
        this.items = items;
    }

    @Override
    public void started(long step, long steps) {
        lastShown = System.nanoTime();
        if (step >= steps) {
            session.log(task + ": step " + step + " is the last one and done; nothing is left to learn");
        } else if (step > 0) {
            session.log(task + ": goes on from step " + step + " of " + steps);
        }
        if (session.showsBars() && step < steps) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(steps)
                    .startsFrom(step, Duration.ZERO)
                    .setStyle(ProgressBarStyle.ASCII)
                    .hideEta()
                    .setUpdateIntervalMillis(250)
                    .setConsumer(new TerminalLine(session.terminal()))
                    .build();
        }
    }

    @Override
    public void stepped(long step, long steps) {
        long now = System.nanoTime();
        timeLeft.stepped(step, now);
        if (bar != null) {
            bar.stepTo(step);
        }
        if (now - lastShown > (bar == null ? LINE_EVERY : REDRAWN_EVERY)) {
            lastShown = now;
            if (bar != null) {
                bar.setExtraMessage(said(steps).replaceFirst("^, ", " "));
            } else if (step < steps) {
                session.log(task + ": " + step + " of " + steps + said(steps));
            }
        }
    }

    /** The loss; and once the pace is steady, the rate and how long it will take at this rate. */
    private String said(long steps) {
        return timeLeft.isSteady()
                ? figures + rate + ", " + duration(timeLeft.seconds(steps).getAsLong()) + " left"
                : figures;
    }

    @Override
    public void reported(Report report) {
        Map.Entry<String, Double> loss = report.metrics().entrySet().iterator().next();
        figures = String.format(Locale.ROOT, ", %s %.4g", loss.getKey().replace('_', ' '), loss.getValue());
        rate = String.format(Locale.ROOT, ", %.0f %s/s", report.itemsPerSecond(), items);
    }

    @Override
    public void evaluated(long step, Map<String, Double> values) {
        String text = values.entrySet().stream()
                .limit(3)
                .map(e -> String.format(Locale.ROOT, "%s %.4g", e.getKey().replace('_', ' '), e.getValue()))
                .collect(Collectors.joining(", "));
        if (bar == null) {
            session.log(task + ": after step " + step + ", " + text);
        }
    }

    @Override
    public void noBetter(long step, long best, double lowest) {
        close();
        session.log(String.format(
                Locale.ROOT,
                "%s: ended early after step %d; lowest on held-out images after step %d (%.4f), whose weights are used",
                task,
                step,
                best,
                lowest));
    }

    @Override
    public void warned(String line) {
        session.warn(line);
    }

    /** Ends the bar. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    /** Such as 45 s, 3 min 20 s, 2 h 5 min. */
    static String duration(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }
}
