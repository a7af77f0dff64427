package dev.azulejo.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.util.Locale;

/**
 * The streams as the launcher hands them over. Started in any other way, they are the JVM's own.
 *
 * <p>Results go to the file descriptor of the property {@code azulejo.stdout}; descriptor 1 is stderr, so that what the
 * JVM, its agents and its logs print on stdout never gets between the results.
 *
 * <p>The JVM prints a warning about incubator modules before any Java code runs, and has no flag against it. So it starts
 * with a filter for descriptors 1 and 2, and the real stderr as that of the property {@code azulejo.stderr}. Putting it
 * back with {@code dup2} rather than with {@link System#setErr} means that libraries, and the JVM itself, find the terminal
 * where they expect it.
 */
public final class LauncherStreams {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    /** Bytes of {@code struct winsize}: rows, columns and two more, each a short. */
    private static final int WINSIZE = 8;

    private LauncherStreams() {}

    /** Puts the real stderr back. */
    public static void restore() {
        Integer kept = Integer.getInteger("azulejo.stderr");
        if (kept == null) {
            return;
        }
        try {
            MethodHandle dup2 = function("dup2", 2, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
            for (int target : new int[] {STDOUT, STDERR}) {
                int result = (int) dup2.invokeExact((int) kept, target);
                if (result != target) {
                    throw new IllegalStateException("dup2(" + kept + ", " + target + ") gave " + result);
                }
            }
        } catch (Throwable e) {
            throw new IllegalStateException("stderr cannot be put back: start azulejo by its launcher", e);
        }
    }

    /** {@return where results go} */
    static OutputStream results() {
        Integer kept = Integer.getInteger("azulejo.stdout");
        if (kept == null) {
            return new FileOutputStream(FileDescriptor.out);
        }
        try {
            Constructor<FileDescriptor> ofNumber = FileDescriptor.class.getDeclaredConstructor(int.class);
            ofNumber.setAccessible(true); // The launcher opens java.io: no public way leads to an inherited descriptor.
            return new FileOutputStream(ofNumber.newInstance((int) kept));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("stdout cannot be found: start azulejo by its launcher", e);
        }
    }

    /** Characters a line of the terminal that stderr is, as of now; 0 if it is none, or nobody can tell. */
    static int columns() {
        if (!System.getProperties().containsKey("azulejo.stdout")) {
            // Not started by the launcher, so perhaps without the right to call native functions: the JVM would warn.
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(WINSIZE, Short.BYTES);
            int result = (int) Ioctl.FUNCTION.invokeExact(STDERR, Ioctl.TIOCGWINSZ, size);
            return result == 0 ? Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1)) : 0;
        } catch (Throwable e) {
            return 0;
        }
    }

    /** Looked up once, when first asked for. */
    private static final class Ioctl {
        static final MethodHandle FUNCTION =
                function("ioctl", 2, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);

        /** Asks for the size of the terminal. */
        static final long TIOCGWINSZ =
                System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux") ? 0x5413 : 0x40087468;
    }

    /** A function of the C library that gives an int; of its arguments, those after the first {@code fixed} vary in C. */
    @SuppressWarnings("restricted") // The launcher grants it: --enable-native-access.
    private static MethodHandle function(String name, int fixed, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor type = FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments);
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                type,
                fixed < arguments.length
                        ? new Linker.Option[] {Linker.Option.firstVariadicArg(fixed)}
                        : new Linker.Option[0]);
    }
}
