package dev.azulejo.engine;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.BackendProvider;
import dev.azulejo.engine.cpu.scalar.ScalarProvider;
import dev.azulejo.engine.cpu.vector.VectorProvider;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The choice of a backend, once, with one log line (logger {@code dev.azulejo.engine}): at DEBUG what was chosen and why, at
 * WARNING if {@code auto} had to take plain loops. A backend that was named and cannot run is an error.
 */
public final class Backends {
    /** System property with the default name. */
    public static final String NAME_PROPERTY = "azulejo.backend";

    /** System property with the default number of threads. */
    public static final String THREADS_PROPERTY = "azulejo.threads";

    private static final String AUTO = "auto";

    private Backends() {}

    /**
     * {@return the backends that this program knows, whether or not they can run here: the built-in ones, fastest
     *     first, and those of other modules}
     */
    public static List<BackendProvider> providers() {
        List<BackendProvider> providers = new ArrayList<>(List.of(new VectorProvider(), new ScalarProvider()));
        ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader())
                .forEach(providers::add);
        return List.copyOf(providers);
    }

    /** {@return the backend's name where the user gives none: {@code -Dazulejo.backend}, else {@code auto}} */
    public static String defaultName() {
        return System.getProperty(NAME_PROPERTY, AUTO);
    }

    /**
     * The number of threads to use where the user gives none.
     *
     * @return {@code -Dazulejo.threads}, else the number of processors
     * @throws IllegalArgumentException if the property is no whole number of at least 1
     */
    public static int defaultThreads() {
        String text = System.getProperty(THREADS_PROPERTY);
        if (text == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            int threads = Integer.parseInt(text.strip());
            if (threads >= 1) {
                return threads;
            }
        } catch (NumberFormatException e) {
            // The message below says it all.
        }
        throw new IllegalArgumentException(
                "-D%s=%s: expected a whole number of at least 1".formatted(THREADS_PROPERTY, text));
    }

    /**
     * The default backend with the default number of threads.
     *
     * @return a backend, to be closed by the caller
     * @throws IllegalArgumentException as {@link #choose(String, int)}, or if a system property is no good
     */
    public static Backend choose() {
        return choose(defaultName(), defaultThreads());
    }

    /**
     * The backend of a name.
     *
     * @param name {@code auto} (vector where it can run, else scalar), {@code scalar}, {@code vector}, or that of another
     *     module
     * @param threads threads that may work, at least 1
     * @return a backend, to be closed by the caller
     * @throws IllegalArgumentException if there is no backend of this name, if it cannot run here, or if there is less than
     *     one thread; the message is one line that says what to do
     */
    public static Backend choose(String name, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + "; expected at least 1");
        }
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return wanted.equals(AUTO) ? automatic(threads) : named(wanted, threads);
    }

    private static Backend automatic(int threads) {
        BackendProvider vector = new VectorProvider();
        String obstacle = vector.obstacle().orElse(null);
        if (obstacle == null) {
            Backend backend = vector.create(threads);
            log(Level.DEBUG, "backend " + backend.description() + " (auto: the fastest that runs here)");
            return backend;
        }
        Backend backend = new ScalarProvider().create(threads);
        log(Level.WARNING, "backend " + backend.description() + ", slow (auto: no vector backend, " + obstacle + ")");
        return backend;
    }

    private static Backend named(String name, int threads) {
        List<BackendProvider> providers = providers();
        for (BackendProvider provider : providers) {
            if (provider.name().equals(name)) {
                provider.obstacle().ifPresent(obstacle -> {
                    throw new IllegalArgumentException("backend " + name + " cannot run here: " + obstacle);
                });
                Backend backend = provider.create(threads);
                log(Level.DEBUG, "backend " + backend.description() + " (named)");
                return backend;
            }
        }
        String known = providers.stream().map(BackendProvider::name).sorted().collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "backend " + name + ": not known here; expected one of " + AUTO + ", " + known);
    }

    private static void log(Level level, String line) {
        System.getLogger("dev.azulejo.engine").log(level, line);
    }
}
