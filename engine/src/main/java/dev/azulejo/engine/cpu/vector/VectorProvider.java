package dev.azulejo.engine.cpu.vector;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.BackendProvider;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Provides {@link VectorBackend} where the Vector API is present and compiled. Elsewhere it would run, tens to thousands of
 * times slower than plain loops, and nothing but the JVM's flags would tell: the registers stay as wide. Where they may
 * not tell all, because the compiler is another or was told other things, both are timed for a moment.
 */
public final class VectorProvider implements BackendProvider {
    private static final String MODULE = "jdk.incubator.vector";

    /** Flags that have nothing to do with compilers, or whose effect the width of the registers and UseFMA show. */
    private static final Pattern HARMLESS =
            Pattern.compile("-XX:([-+]Use\\w*GC|[-+]?(Unlock|Ignore|Display|Exit|HeapDump"
                + "|ErrorFile|Flight|(Max|Min|Initial)?(RAM|Heap|New|Metaspace|DirectMemory)|ObjectAlignment|UseAVX|MaxVectorSize"
                + "|UseFMA|EnableJVMCI|UseCompressed).*)");

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
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        String stop = last(flags, "-XX:TieredStopAtLevel=").replaceFirst(".*=4", ""); // C2 is the fourth tier.
        if (mode.contains("emulated-client") || !stop.isEmpty()) {
            return Optional.of("the JVM's compiler C2 is off: remove "
                    + (stop.isEmpty() ? "-XX:CompilationMode=quick-only" : stop) + " from the java command");
        }
        if (isOff("EnableVectorSupport")) {
            return Optional.of("the JVM emulates vectors: remove -XX:-EnableVectorSupport from the java command");
        }
        if (isOff("UseFMA")) {
            String cause = last(flags, "-XX:-UseFMA") + last(flags, "-XX:UseAVX=");
            return Optional.of("the JVM emulates fused multiply-adds of vectors: "
                    + (cause.isEmpty()
                            ? "this processor has none"
                            : "remove " + cause.replaceAll("(?<=.)-XX", " and -XX") + " from the java command"));
        }
        if (VectorBackend.lanes() < 4) {
            return Optional.of("this machine's registers hold " + VectorBackend.lanes()
                    + " float(s): 128 bits are needed, see -XX:MaxVectorSize");
        }
        return crawl(flags);
    }

    /** {@return what both took, unless the JVM's compiler is C2 and none of its flags was touched} */
    private static Optional<String> crawl(List<String> flags) {
        String touched = flags.stream()
                .filter(flag ->
                        flag.startsWith("-XX:") && !HARMLESS.matcher(flag).matches())
                .distinct()
                .collect(Collectors.joining(" "));
        if (touched.isEmpty() && isC2()) {
            return Optional.empty();
        }
        double times = VectorTrial.slowness();
        if (times <= VectorTrial.BEARABLE) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "the JVM emulates vectors, %.0f times as slow as plain loops: %s",
                times,
                touched.isEmpty()
                        ? "use a JDK whose compiler is HotSpot's C2, Temurin say"
                        : "remove " + touched + " from the java command"));
    }

    /**
     * {@return whether code is compiled by HotSpot's own C2, so far as the JVM tells: GraalVM's is another, in the same
     *     JVM}
     */
    private static boolean isC2() {
        String name = System.getProperty("java.vm.name", "");
        String versions = System.getProperty("java.vm.version", "") + System.getProperty("java.vendor.version", "");
        return name.matches("(OpenJDK|Java HotSpot).* Server VM") && !versions.matches("(?i).*(jvmci|graal).*");
    }

    /** {@return whether a flag of the JVM is off, for whatever reason; not if this JVM does not tell} */
    private static boolean isOff(String flag) {
        HotSpotDiagnosticMXBean flags = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return flags != null && flags.getVMOption(flag).getValue().equals("false");
        } catch (IllegalArgumentException e) {
            return false; // It has none of this name, or it is locked, and so as it always is.
        }
    }

    private static String last(List<String> flags, String prefix) {
        return flags.stream().filter(flag -> flag.startsWith(prefix)).reduce("", (_, last) -> last);
    }

    @Override
    public Backend create(int threads) {
        return new VectorBackend(threads);
    }
}
