package dev.azulejo.nn.data;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What Java Flight Recorder hears of a wait for a batch. */
@Name("azulejo.DataWait")
@Label("Waiting for data")
@Description("A step that waits for its batch, which is still being made")
@Category("Azulejo")
@StackTrace(false)
final class DataWaitEvent extends Event {
    @Label("Step, from 0")
    final long step;

    DataWaitEvent(long step) {
        this.step = step;
    }
}
