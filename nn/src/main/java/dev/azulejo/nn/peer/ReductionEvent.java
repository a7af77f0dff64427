package dev.azulejo.nn.peer;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What Java Flight Recorder hears of the sums of a step; it lasts as long as the step waits for them. */
@Name("azulejo.Reduction")
@Label("Waiting for sums")
@Description("A step that has computed its gradients and waits until all workers have added them up")
@Category("Azulejo")
@StackTrace(false)
final class ReductionEvent extends Event {}
