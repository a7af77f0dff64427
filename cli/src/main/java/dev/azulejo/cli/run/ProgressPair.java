package dev.azulejo.cli.run;

import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.train.Progress;
import java.nio.file.Path;
import java.util.Map;

/**
 * Two that watch the same training.
 *
 * @param one told first
 * @param other told next
 */
public record ProgressPair(Progress one, Progress other) implements Progress {
    @Override
    public void begun(Parameters parameters) {
        one.begun(parameters);
        other.begun(parameters);
    }

    @Override
    public void started(long step, long steps) {
        one.started(step, steps);
        other.started(step, steps);
    }

    @Override
    public void stepped(long step, long steps) {
        one.stepped(step, steps);
        other.stepped(step, steps);
    }

    @Override
    public void reported(Report report) {
        one.reported(report);
        other.reported(report);
    }

    @Override
    public void evaluated(long step, Map<String, Double> figures) {
        one.evaluated(step, figures);
        other.evaluated(step, figures);
    }

    @Override
    public void warned(String line) {
        one.warned(line);
        other.warned(line);
    }

    @Override
    public void saved(long step, Path folder) {
        one.saved(step, folder);
        other.saved(step, folder);
    }

    @Override
    public void noBetter(long step, long best, double lowest) {
        one.noBetter(step, best, lowest);
        other.noBetter(step, best, lowest);
    }
}
