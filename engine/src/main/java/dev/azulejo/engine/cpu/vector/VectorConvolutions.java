package dev.azulejo.engine.cpu.vector;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.ConvolutionKernels;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.cpu.Workers;

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
        GemmConvolution.forward(workers, scratch, floats(x), floats(w), epilogue, floats(y), geometry);
    }

    @Override
    public void inputGradient(Buffer dy, Buffer w, Epilogue epilogue, Buffer dx, ConvolutionGeometry geometry) {
        GemmConvolution.inputGradient(workers, scratch, floats(dy), floats(w), epilogue, floats(dx), geometry);
    }

    @Override
    public void weightGradient(Buffer x, Buffer dy, Buffer dw, ConvolutionGeometry geometry) {
        GemmConvolution.weightGradient(workers, scratch, floats(x), floats(dy), floats(dw), geometry);
    }
}
