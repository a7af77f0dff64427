package dev.azulejo.cli.bench.measure;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.MatrixKernels;
import dev.azulejo.engine.program.Call;
import dev.azulejo.engine.program.Program;
import java.util.List;

/**
 * The arithmetic of calls, as their sizes tell it: convolutions, as if each were computed directly, products, and the search
 * for codes. Whatever a model is made of, its step is counted by what it calls.
 */
public final class KernelWork {
    private static final String SEARCH = "codebooks.nearest";

    private KernelWork() {}

    /** Floating-point operations of a run of a program. */
    public static double flops(Program program) {
        return program.calls().stream().mapToDouble(KernelWork::flops).sum();
    }

    /** Those of a call; 0 for one that computes little for what it reads. */
    public static double flops(Call call) {
        List<Object> constants = call.constants();
        return call.name().equals(SEARCH) ? 2 * product(constants) : flops(constants);
    }

    private static double flops(List<Object> constants) {
        for (Object constant : constants) {
            if (constant instanceof ConvolutionGeometry g) {
                return g.flops();
            }
            if (constant instanceof MatrixKernels.Shape s) {
                return 2.0 * s.batch() * s.m() * s.n() * s.k();
            }
        }
        return 0;
    }

    /** Of rows, codes and dimension. */
    private static double product(List<Object> sizes) {
        return sizes.stream().mapToDouble(size -> ((Number) size).doubleValue()).reduce(1, (a, b) -> a * b);
    }
}
