package dev.azulejo.nn.train;

import dev.azulejo.nn.Parameters;
import java.nio.file.Path;
import java.util.Map;

/**
 * A listener to a training loop while it runs; every method does nothing by default. Called on the loop's own thread.
 */
public interface Progress {
    /** Listens to nothing. */
    Progress NONE = new Progress() {};

    /**
     * The figures of a step.
     *
     * @param step its number
     * @param steps how many there will be
     * @param metrics figures by name, {@code loss} first
     * @param itemsPerSecond since the last report, except for time spent on checkpoints and evaluation
     */
    record Report(long step, long steps, Map<String, Double> metrics, double itemsPerSecond) {}

    /**
     * Before anything is read: what is trained, with its first weights.
     *
     * @param parameters of the network
     */
    default void begun(Parameters parameters) {}

    /**
     * Before the first step.
     *
     * @param step the step that the run goes on from; 0 for a new one
     * @param steps how many there will be
     */
    default void started(long step, long steps) {}

    /**
     * After each step; must be quick.
     *
     * @param step its number
     * @param steps how many there will be
     */
    default void stepped(long step, long steps) {}

    /**
     * Every {@code logEvery} steps, after the first and after the last step.
     *
     * @param report the figures
     */
    default void reported(Report report) {}

    /**
     * After an evaluation on held-out data.
     *
     * @param step number of the last step
     * @param figures by name
     */
    default void evaluated(long step, Map<String, Double> figures) {}

    /**
     * Training has ended before its last step, since a figure of held-out data has not fallen for some steps.
     *
     * @param step number of the last step
     * @param best the step at which the figure was lowest, whose weights are the ones to use
     * @param lowest the figure then
     */
    default void noBetter(long step, long best, double lowest) {}

    /**
     * A checkpoint is on the disk.
     *
     * @param step its step
     * @param folder where it is
     */
    default void saved(long step, Path folder) {}

    /**
     * Something that the user should know: a newer checkpoint that is damaged and skipped, a log that was changed.
     *
     * @param line what is wrong and what is done about it, naming the files
     */
    default void warned(String line) {}
}
