package dev.azulejo.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.azulejo.engine.cpu.vector.codes.ScoreTile;
import dev.azulejo.engine.cpu.vector.gemm.ColumnTile;
import dev.azulejo.engine.cpu.vector.gemm.RowTile;
import dev.azulejo.engine.cpu.vector.gemm.Tile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sums of a register tile stay in registers: C2's own code of the kernels, at the width of this lane, moves no register
 * from or to the stack within the loop. What a spill costs no other test sees, and it is a half of the speed and more.
 */
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
@DisabledIfSystemProperty(named = "azulejo.backend", matches = "scalar")
class SpillTest {
    /** Runs the tiles until C2 has compiled them, in a JVM of its own. */
    static final class Tiles {
        private static final int DEPTH = 256;
        private static final int CALLS = 20_000;

        private Tiles() {}

        public static void main(String[] order) {
            float[] a = new float[1 << 16];
            float[] b = new float[1 << 16];
            float[] c = new float[1 << 12];
            for (String kernel : order) {
                for (int i = 0; i < CALLS; i++) {
                    boolean first = (i & 1) == 0;
                    switch (kernel) {
                        case "rows" -> RowTile.multiply(a, 0, b, 0, RowTile.NOTHING, DEPTH, c, 0, first);
                        case "touching" -> RowTile.multiply(a, 0, b, 0, 1 << 13, DEPTH, c, 0, first);
                        case "columns" -> ColumnTile.multiply(a, 0, b, 0, DEPTH, c, 0, first);
                        case "scores" -> ScoreTile.multiply(a, 0, DEPTH, DEPTH, b, 0, c);
                        default -> throw new IllegalArgumentException(kernel);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows,touching,columns,scores", "columns,touching,rows", "rows", "touching"})
    void sumsStayInRegisters(String order) throws Exception {
        List<MachineCode> methods = compiled(order.split(",", -1));
        List<String> kernels = new ArrayList<>();
        if (order.contains("rows") || order.contains("touching")) {
            kernels.add(Tile.WIDE ? "WideRowTile" : "NarrowRowTile");
        }
        if (order.contains("columns")) {
            kernels.add("ColumnTile");
        }
        if (order.contains("scores")) {
            kernels.add("ScoreTile");
        }
        for (String kernel : kernels) {
            List<MachineCode.Loop> loops = methods.stream()
                    .filter(method -> method.method().endsWith("." + kernel + "::multiply"))
                    .flatMap(method -> method.loops(8).stream())
                    .toList();
            assertThat(loops)
                    .as(kernel + " after " + order)
                    .isNotEmpty()
                    .allSatisfy(loop -> assertThat(loop.spills())
                            .as("moves from and to the stack in %s", loop)
                            .isZero());
        }
    }

    /** What a JVM of this width makes of the tiles. */
    private static List<MachineCode> compiled(String... order) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xbatch",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:CompileCommand=print,*Tile::multiply",
                "--add-modules=jdk.incubator.vector"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.matches("-XX:(UseAVX|MaxVectorSize|.?IgnoreUnrecognizedVMOptions).*"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Tiles.class.getName()));
        command.addAll(Arrays.asList(order));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        assumeTrue(out.contains("C2-compiled nmethod"), "this JVM's compiler is not C2");
        assumeTrue(out.contains("[MachCode]"), "this JVM has a disassembler and prints no bytes");
        return MachineCode.parse(out);
    }

    @Test
    void findsTheSpillsOfALoop() {
        // vmovups ymm0, [rsp + 8]; vfmadd231ps ymm0, ymm1, ymm2; vmovdqu [rsp + 8], ymm0; inc eax; jl back to the
        // start.
        MachineCode code = MachineCode.parse("""
            = C2-compiled nmethod =
            Compiled method (c2) 1 2 4 a.B::c (3 bytes)
            [MachCode]
              0x00007f0000000000: 9090 c5fc | 1044 2408 | c4e2 75b8 | c2c5 fe7f | 4424 08ff
              0x00007f0000000014: c00f 8ce7 | ffff ff90
            [/MachCode]
            """).getFirst();
        assertThat(code.method()).isEqualTo("a.B::c");
        assertThat(code.loops(1)).containsExactly(new MachineCode.Loop(2, 21, 1, 2));
        assertThat(code.loops(2)).isEmpty();
    }
}
