package dev.azulejo.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.incubator.vector.FloatVector;

/** The machine that this runs on. */
public final class Machine {
    /** The module of the Vector API. */
    public static final String VECTOR_MODULE = "jdk.incubator.vector";

    private Machine() {}

    /** Floats in a vector register; 0 without the Vector API. */
    public static int lanes() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent() ? FloatVector.SPECIES_PREFERRED.length() : 0;
    }

    /** The processor's name where the system tells it, else its architecture. */
    public static String processor() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            // Not Linux.
        }
        return System.getProperty("os.arch");
    }
}
