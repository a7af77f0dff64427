package dev.azulejo.engine.tornado;

import static dev.azulejo.engine.tornado.ArrayBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.MatrixKernels;
import dev.azulejo.engine.tornado.kernels.Operands;

/** Matrix products. */
record MatrixLaunches(Device device) implements MatrixKernels {
    private static final ConvolutionGeometry NONE = new ConvolutionGeometry(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0);

    @Override
    public void multiply(Buffer a, Buffer b, Epilogue epilogue, Buffer out, Shape s) {
        int kind = Operands.MATRICES
                | (s.transposeA() ? Operands.TRANSPOSE_LEFT : 0)
                | (s.transposeB() ? Operands.TRANSPOSE_RIGHT : 0);
        new Product(kind, s.batch(), s.m(), s.n(), s.k(), NONE)
                .launch(device, floats(a), floats(b), epilogue, floats(out));
    }
}
