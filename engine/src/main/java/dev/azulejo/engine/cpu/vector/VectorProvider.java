package dev.azulejo.engine.cpu.vector;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.BackendProvider;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * Provides {@link VectorBackend} where the Vector API is present and compiled. Without C2 it would run, some ten times
 * slower than plain loops, and nothing but the JVM's flags would tell: the registers stay as wide.
 */
public final class VectorProvider implements BackendProvider {
    private static final String MODULE = "jdk.incubator.vector";

    /** A provider. */
    public VectorProvider() {}

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public Optional<String> obstacle() {
        ModuleLayer layer = VectorProvider.class.getModule().getLayer();
        if ((layer != null ? layer : ModuleLayer.boot()).findModule(MODULE).isEmpty()) {
            return Optional.of(
                    "the module " + MODULE + " is not loaded: add --add-modules " + MODULE + " to the java command");
        }
        String mode = System.getProperty("java.vm.info", "");
        if (mode.contains("interpreted mode")) {
            return Optional.of("the JVM only interprets: remove -Xint from the java command");
        }
        String stop = lastTier();
        if (mode.contains("emulated-client") || !stop.isEmpty()) {
            return Optional.of("the JVM's compiler C2 is off: remove "
                    + (stop.isEmpty() ? "-XX:CompilationMode=quick-only" : stop) + " from the java command");
        }
        if (VectorBackend.lanes() < 4) {
            return Optional.of("this machine's registers hold " + VectorBackend.lanes()
                    + " float(s): 128 bits are needed, see -XX:MaxVectorSize");
        }
        return Optional.empty();
    }

    /** The flag that ends compilation before C2, the fourth tier; empty without. The JVM tells of tier 1 alone otherwise. */
    private static String lastTier() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-XX:TieredStopAtLevel="))
                .reduce("", (_, last) -> last)
                .replaceFirst(".*=4", "");
    }

    @Override
    public Backend create(int threads) {
        return new VectorBackend(threads);
    }
}
