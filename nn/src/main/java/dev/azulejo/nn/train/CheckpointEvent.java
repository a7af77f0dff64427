package dev.azulejo.nn.train;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What Java Flight Recorder hears of a checkpoint that is written. */
@Name("azulejo.Checkpoint")
@Label("Checkpoint")
@Description("Writing a checkpoint")
@Category("Azulejo")
@StackTrace(false)
final class CheckpointEvent extends Event {
    @Label("Step")
    final long step;

    CheckpointEvent(long step) {
        this.step = step;
    }
}
