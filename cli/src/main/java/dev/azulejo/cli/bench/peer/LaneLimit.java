package dev.azulejo.cli.bench.peer;

import dev.azulejo.cli.terminal.Machine;
import dev.azulejo.cli.usage.UsageException;
import java.util.List;
import java.util.Map;

/**
 * The limits that both sides of a comparison are held to.
 *
 * @param flags of the JVM
 * @param environment of Python: what MKL, oneDNN and ATen read
 */
public record LaneLimit(List<String> flags, Map<String, String> environment) {
    private static final int AVX2 = 8;

    /**
     * Limits both sides to some lanes.
     *
     * @param lanes 8, or null to hold them to nothing
     * @throws UsageException if it is another number, or this machine has fewer or is no x86
     */
    public static LaneLimit to(Integer lanes) {
        if (lanes == null) {
            return new LaneLimit(List.of(), Map.of());
        }
        if (lanes != AVX2) {
            throw new UsageException("--lanes " + lanes + ": both sides can be held to 8 (AVX2) only;"
                    + " leave it out to compare at the machine's own width");
        }
        if (System.getProperty("os.arch").equals("aarch64") || Machine.lanes() < AVX2) {
            throw new UsageException("--lanes 8: this machine has no AVX2; leave it out");
        }
        return new LaneLimit(
                List.of("-XX:UseAVX=2"),
                Map.of(
                        "ONEDNN_MAX_CPU_ISA", "AVX2",
                        "MKL_ENABLE_INSTRUCTIONS", "AVX2",
                        "ATEN_CPU_CAPABILITY", "avx2"));
    }
}
