package dev.azulejo.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Puts the real stderr back, which the launcher keeps aside while the JVM starts, and tells whether it is a terminal.
 *
 * <p>The JVM prints a warning about incubator modules before any Java code runs, and has no flag against it. So the
 * launcher starts it with a filter for stderr and the real one as another file descriptor, whose number is in the
 * property {@code azulejo.stderr}. Putting it back with {@code dup2} rather than with {@link System#setErr} means that
 * libraries, and the JVM itself, find the terminal where they expect it.
 */
final class Stderr {
    private static final int STDERR = 2;

    private Stderr() {}

    @SuppressWarnings("restricted") // The launcher grants it: --enable-native-access.
    static void restore() {
        Integer kept = Integer.getInteger("azulejo.stderr");
        if (kept == null) {
            return;
        }
        try {
            MethodHandle dup2 = function("dup2", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
            int result = (int) dup2.invokeExact((int) kept, STDERR);
            if (result != STDERR) {
                throw new IllegalStateException("dup2(" + kept + ", 2) gave " + result);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("stderr cannot be put back: start azulejo by its launcher", e);
        }
    }

    /** Whether a person looks at stderr as it comes; where nobody can tell, nobody does. */
    static boolean isTerminal() {
        if (!System.getProperties().containsKey("azulejo.stderr")) {
            // Not started by the launcher, so perhaps without the right to call native functions: the JVM would warn.
            return false;
        }
        try {
            return (int) function("isatty", ValueLayout.JAVA_INT).invokeExact(STDERR) == 1;
        } catch (Throwable e) {
            return false;
        }
    }

    @SuppressWarnings("restricted") // The launcher enables native access for this module.
    private static MethodHandle function(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }
}
