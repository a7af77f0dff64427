package dev.azulejo.task;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.BackendProvider;
import dev.azulejo.engine.backend.KernelFamilies;
import dev.azulejo.engine.backend.MatrixKernels;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

// @start region="backend"
/** Counts the multiplications of matrix products, and leaves all work to another backend. */
record CountingBackend(Backend other, LongAdder multiplications) implements Backend {
    @Override
    public KernelFamilies families() {
        KernelFamilies theirs = other.families();
        MatrixKernels matrices = (a, b, epilogue, out, shape) -> {
            multiplications.add((long) shape.batch() * shape.m() * shape.n() * shape.k());
            theirs.matrices().multiply(a, b, epilogue, out, shape);
        };
        return new KernelFamilies(
                theirs.memory(),
                theirs.elementwise(),
                theirs.reductions(),
                matrices,
                theirs.convolutions(),
                theirs.normalizations(),
                theirs.layouts(),
                theirs.codebooks(),
                theirs.optimizers());
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public String description() {
        return "counts what " + other.description() + " does";
    }

    @Override
    public void close() {
        other.close();
    }

    /** Finds it for {@code --backend counting}. */
    static class Provider implements BackendProvider {
        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Optional<String> obstacle() {
            return Optional.empty(); // else what is missing here, and what brings it
        }

        @Override
        public Backend create(int threads) {
            return new CountingBackend(Backends.choose("scalar", threads), new LongAdder());
        }
    }
}
// @end
