package dev.azulejo.bench;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.MatrixKernels.Shape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Matrix products: square, odd, thin, and those of attention. The product is {@code BATCHxMxNxK}, with {@code A} or
 * {@code B} for what is stored transposed. The scalar backend takes seconds for the largest.
 */
public class GemmBenchmark extends KernelBenchmark {
    /** Sizes of the product. */
    @Param({
        "1x512x512x512",
        "1x1024x1024x1024",
        "1x2048x2048x2048",
        "1x2048x2048x2048A",
        "1x2048x2048x2048B",
        "1x1000x777x333",
        "1x16384x128x128",
        "1x1x512x512",
        "1x16x512x1024",
        "16x256x256x32B",
        "16x256x32x256",
        "16x49x49x17B"
    })
    public String product;

    private Shape shape;
    private Buffer a;
    private Buffer b;
    private Buffer out;

    @Override
    void makeOperands() {
        int[] sizes = sizes(product.replaceAll("[AB]", ""));
        shape = new Shape(sizes[0], sizes[1], sizes[2], sizes[3], product.endsWith("A"), product.endsWith("B"));
        a = normal(1, shape.batch() * shape.m() * shape.k());
        b = normal(2, shape.batch() * shape.k() * shape.n());
        out = normal(3, shape.batch() * shape.m() * shape.n());
    }

    @Benchmark
    public Buffer multiply() {
        kernels.matrices().multiply(a, b, Epilogue.NONE, out, shape);
        return out;
    }
}
