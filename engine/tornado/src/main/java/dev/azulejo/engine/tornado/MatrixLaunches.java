package dev.azulejo.engine.tornado;

import static dev.azulejo.engine.tornado.ArrayBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.MatrixKernels;
import dev.azulejo.engine.tornado.kernels.Operands;

/** Matrix products: a launch each. */
record MatrixLaunches(Device device) implements MatrixKernels {
    private static final ConvolutionGeometry NONE = new ConvolutionGeometry(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0);

    @Override
    public void multiply(Buffer a, Buffer b, Epilogue epilogue, Buffer out, Shape s) {
        int kind = Operands.MATRICES
                | (s.transposeA() ? Operands.TRANSPOSE_LEFT : 0)
                | (s.transposeB() ? Operands.TRANSPOSE_RIGHT : 0);
        Tiles tiles = Tiles.of(s.batch(), s.m(), s.n());
        device.run((tiles.equals(Tiles.LARGE) ? Tiles.PLAIN : tiles)
                .multiply(
                        floats(a),
                        floats(b),
                        epilogue,
                        floats(out),
                        kind,
                        s.batch(),
                        s.m(),
                        s.n(),
                        s.k(),
                        NONE,
                        s.k()));
    }
}
