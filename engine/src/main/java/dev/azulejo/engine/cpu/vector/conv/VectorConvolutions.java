package dev.azulejo.engine.cpu.vector.conv;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.ConvolutionKernels;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Scratch;
import dev.azulejo.engine.cpu.vector.gemm.Destination;
import dev.azulejo.engine.cpu.vector.gemm.RightOperand;
import dev.azulejo.engine.cpu.vector.gemm.RowMap;

/** Convolutions of the vector backend. */
public final class VectorConvolutions implements ConvolutionKernels {
    private final Workers workers;
    private final Scratch scratch = new Scratch();

    /**
     * The kernels, with scratch memory of their own.
     *
     * @param workers who runs the tasks
     */
    public VectorConvolutions(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void forward(Buffer x, Buffer w, Epilogue epilogue, Buffer y, ConvolutionGeometry geometry) {
        var rows = RowMap.images(geometry.outHeight(), geometry.outWidth(), geometry.outChannels());
        var destination = Destination.of(floats(y), rows, epilogue);
        var weights = new RightOperand.Rows(floats(w), 0, geometry.outChannels());
        forward(floats(x), weights, destination, geometry);
    }

    @Override
    public void inputGradient(Buffer dy, Buffer w, Epilogue epilogue, Buffer dx, ConvolutionGeometry geometry) {
        if (ConvolutionChoice.scattered(geometry)) {
            ScatteredGradient.run(workers, scratch, floats(dy), floats(w), epilogue, floats(dx), geometry);
            return;
        }
        for (int phaseY = 0; phaseY < geometry.stride(); phaseY++) {
            for (int phaseX = 0; phaseX < geometry.stride(); phaseX++) {
                var phase = Phase.of(geometry, phaseY, phaseX);
                var destination = Destination.of(floats(dx), phase.rows(), epilogue);
                forward(floats(dy), new PhaseWeights(floats(w), phase), destination, phase.sizes());
            }
        }
    }

    private void forward(float[] x, RightOperand weights, Destination destination, ConvolutionGeometry geometry) {
        var tiles = ConvolutionChoice.winograd(geometry);
        if (tiles != null) {
            WinogradConvolution.forward(workers, scratch, tiles, x, weights, destination);
        } else {
            GemmConvolution.forward(workers, scratch, x, weights, destination, geometry);
        }
    }

    @Override
    public void weightGradient(Buffer x, Buffer dy, Buffer dw, ConvolutionGeometry geometry) {
        var tiles = ConvolutionChoice.winograd(geometry);
        if (tiles != null) {
            WinogradWeightGradient.run(workers, scratch, tiles, floats(x), floats(dy), floats(dw));
        } else {
            GemmConvolution.weightGradient(workers, scratch, floats(x), floats(dy), floats(dw), geometry);
        }
    }
}
