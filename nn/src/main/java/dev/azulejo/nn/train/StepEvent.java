package dev.azulejo.nn.train;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What Java Flight Recorder hears of a step of training. */
@Name("azulejo.Step")
@Label("Training step")
@Description("A step of training, with what is read and logged of it")
@Category("Azulejo")
@StackTrace(false)
final class StepEvent extends Event {
    @Label("Step")
    final long step;

    @Label("Items")
    final int items;

    StepEvent(long step, int items) {
        this.step = step;
        this.items = items;
    }
}
