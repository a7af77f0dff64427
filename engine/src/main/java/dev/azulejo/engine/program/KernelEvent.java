package dev.azulejo.engine.program;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What Java Flight Recorder hears of a call of a kernel within a program; off unless a recording asks for it. */
@Name("azulejo.Kernel")
@Label("Kernel")
@Description("A call of a kernel within a replayed step")
@Category("Azulejo")
@Enabled(false)
@StackTrace(false)
final class KernelEvent extends Event {
    private static final KernelEvent ASKED = new KernelEvent();

    @Label("Kernel")
    final String kernel;

    @Label("Constants")
    @Description("Shapes and other numbers of the call")
    final String constants;

    private KernelEvent() {
        this("", "");
    }

    private KernelEvent(String kernel, String constants) {
        this.kernel = kernel;
        this.constants = constants;
    }

    /** Whether a recording wants to hear of kernels. */
    static boolean wanted() {
        return ASKED.isEnabled();
    }

    /** Runs a call, and tells of it. */
    static void around(Call call, Runnable ready) {
        KernelEvent event = new KernelEvent(call.name(), call.constants().toString());
        event.begin();
        ready.run();
        event.commit();
    }
}
