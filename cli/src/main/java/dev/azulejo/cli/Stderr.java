package dev.azulejo.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Puts the real stderr back, which the launcher keeps aside while the JVM starts.
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
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor descriptor =
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        try {
            MethodHandle dup2 = linker.downcallHandle(linker.defaultLookup().findOrThrow("dup2"), descriptor);
            int result = (int) dup2.invokeExact((int) kept, STDERR);
            if (result != STDERR) {
                throw new IllegalStateException("dup2(" + kept + ", 2) gave " + result);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("stderr cannot be put back: start azulejo by its launcher", e);
        }
    }
}
