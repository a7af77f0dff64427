package dev.azulejo.engine;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.BackendProvider;
import dev.azulejo.engine.backend.ComputeDevice;
import dev.azulejo.engine.cpu.scalar.ScalarProvider;
import dev.azulejo.engine.cpu.vector.VectorProvider;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
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

    /** System property with the default number of the device. */
    public static final String DEVICE_PROPERTY = "azulejo.device";

    private static final String AUTO = "auto";

    private Backends() {}

    /**
     * {@return the backends that this program knows, whether or not they can run here: the built-in ones, fastest
     *     first, and those of other modules}
     */
    public static List<BackendProvider> providers() {
        List<BackendProvider> providers = new ArrayList<>(List.of(new VectorProvider(), new ScalarProvider()));
        others().forEach(providers::add);
        return List.copyOf(providers);
    }

    private static ServiceLoader<BackendProvider> others() {
        return ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader());
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
        return text == null ? Runtime.getRuntime().availableProcessors() : whole(THREADS_PROPERTY, text, 1);
    }

    /**
     * The number of the device where the user gives none.
     *
     * @return {@code -Dazulejo.device}; empty for the one that suits best
     * @throws IllegalArgumentException if the property is no whole number of at least 0
     */
    public static OptionalInt defaultDevice() {
        String text = System.getProperty(DEVICE_PROPERTY);
        return text == null ? OptionalInt.empty() : OptionalInt.of(whole(DEVICE_PROPERTY, text, 0));
    }

    private static int whole(String property, String text, int least) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The message below says it all.
        }
        throw new IllegalArgumentException(
                "-D" + property + "=" + text + ": expected a whole number of at least " + least);
    }

    /**
     * The default backend with the default number of threads, on the default device.
     *
     * @return a backend, to be closed by the caller
     * @throws IllegalArgumentException as {@link #choose(String, int)}, or if a system property is no good
     */
    public static Backend choose() {
        return choose(defaultName(), defaultThreads());
    }

    /**
     * The backend of a name, on the default device.
     *
     * @param name as for {@link #choose(String, int, OptionalInt)}
     * @param threads threads that may work, at least 1
     * @return a backend, to be closed by the caller
     * @throws IllegalArgumentException as {@link #choose(String, int, OptionalInt)}, or if a system property is no good
     */
    public static Backend choose(String name, int threads) {
        return choose(name, threads, defaultDevice());
    }

    /**
     * The backend of a name.
     *
     * @param name {@code auto} (one of another module that finds a GPU, else vector where it can run, else scalar),
     *     {@code scalar}, {@code vector}, or that of another module
     * @param threads threads that may work, at least 1
     * @param device number of the device; empty for the one that suits best
     * @return a backend, to be closed by the caller
     * @throws IllegalArgumentException if there is no backend of this name, if it cannot run here, if it has no such device,
     *     or if there is less than one thread; the message is one line that says what to do
     */
    public static Backend choose(String name, int threads, OptionalInt device) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + "; expected at least 1");
        }
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return wanted.equals(AUTO) ? automatic(threads, device) : named(wanted, threads, device);
    }

    private static Backend automatic(int threads, OptionalInt device) {
        for (BackendProvider provider : others()) {
            if (provider.obstacle().isEmpty() && provider.devices().stream().anyMatch(ComputeDevice::gpu)) {
                Backend backend = create(provider, threads, device);
                log(Level.DEBUG, "backend " + backend.description() + " (auto: there is a GPU)");
                return backend;
            }
        }
        BackendProvider vector = new VectorProvider();
        String obstacle = vector.obstacle().orElse(null);
        if (obstacle == null) {
            Backend backend = create(vector, threads, device);
            log(Level.DEBUG, "backend " + backend.description() + " (auto: the fastest that runs here)");
            return backend;
        }
        Backend backend = create(new ScalarProvider(), threads, device);
        log(Level.WARNING, "backend " + backend.description() + ", slow (auto: no vector backend, " + obstacle + ")");
        return backend;
    }

    private static Backend named(String name, int threads, OptionalInt device) {
        List<BackendProvider> providers = providers();
        for (BackendProvider provider : providers) {
            if (provider.name().equals(name)) {
                provider.obstacle().ifPresent(obstacle -> {
                    throw new IllegalArgumentException("backend " + name + " cannot run here: " + obstacle);
                });
                Backend backend = create(provider, threads, device);
                log(Level.DEBUG, "backend " + backend.description() + " (named)");
                return backend;
            }
        }
        String known = providers.stream().map(BackendProvider::name).sorted().collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "backend " + name + ": not known here; expected one of " + AUTO + ", " + known);
    }

    private static Backend create(BackendProvider provider, int threads, OptionalInt device) {
        if (device.isEmpty()) {
            return provider.create(threads);
        }
        int number = device.getAsInt();
        int devices = provider.devices().size();
        if (devices == 0) {
            throw new IllegalArgumentException("device " + number + ": backend " + provider.name()
                    + " computes on the processor's cores and has no devices to choose from");
        }
        if (number >= devices) {
            throw new IllegalArgumentException("device " + number + ": backend " + provider.name() + " has "
                    + (devices == 1 ? "device 0 alone" : "devices 0 to " + (devices - 1))
                    + "; azulejo info lists them");
        }
        return provider.create(threads, number);
    }

    private static void log(Level level, String line) {
        System.getLogger("dev.azulejo.engine").log(level, line);
    }
}
