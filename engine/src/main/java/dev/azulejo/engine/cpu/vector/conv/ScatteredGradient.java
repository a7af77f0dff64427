package dev.azulejo.engine.cpu.vector.conv;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Scratch;
import dev.azulejo.engine.cpu.vector.gemm.Destination;
import dev.azulejo.engine.cpu.vector.gemm.LeftOperand;
import dev.azulejo.engine.cpu.vector.gemm.Product;
import dev.azulejo.engine.cpu.vector.gemm.RightOperand;
import dev.azulejo.engine.cpu.vector.gemm.RowMap;
import java.util.Arrays;

/**
 * The gradient of an input of few channels: as a product over dy's channels its columns are the channels, and most of a
 * register would be empty. So the columns here are all taps of all channels, {@code dy [pixels, outChannels]} times
 * {@code w' [outChannels, kernelHeight x kernelWidth x inChannels]}, and each row of the gradient adds up what its taps
 * hold of it. A task computes some rows, with the products of the rows of dy that reach them.
 */
public final class ScatteredGradient {
    /** Tasks that a shape should give if it can. */
    private static final int TASKS = 32;

    /** Fewest rows of dy a task: those at its borders are computed twice. */
    private static final int FEWEST = 8;

    private final Workers workers;
    private final Scratch scratch;
    private final float[] dy;
    private final RightOperand weights;
    private final ConvolutionGeometry g;
    private final int columns;

    private ScatteredGradient(Workers workers, Scratch scratch, float[] dy, float[] w, ConvolutionGeometry g) {
        this.workers = workers;
        this.scratch = scratch;
        this.dy = dy;
        this.weights = new RightOperand.Columns(w, 0, g.outChannels());
        this.g = g;
        this.columns = g.kernelHeight() * g.kernelWidth() * g.inChannels();
    }

    static void run(
            Workers workers,
            Scratch scratch,
            float[] dy,
            float[] w,
            Epilogue epilogue,
            float[] dx,
            ConvolutionGeometry g) {
        var gradient = new ScatteredGradient(workers, scratch, dy, w, g);
        int line = g.inWidth() * g.inChannels();
        float[] bias = floats(epilogue.bias());
        float[] biasLine = bias == null ? null : scratch.take(line);
        for (int i = 0; bias != null && i < line; i++) {
            biasLine[i] = bias[i % g.inChannels()];
        }
        var destination =
                new Destination(dx, RowMap.rows(0, line), biasLine, epilogue.relu(), floats(epilogue.residual()));
        int rows = Math.max(FEWEST * g.stride(), Math.ceilDiv(g.batch() * g.inHeight(), TASKS));
        int pieces = Math.max(1, Math.ceilDiv(g.inHeight(), rows));
        workers.run(g.batch() * pieces, task -> {
            int y0 = task % pieces * rows;
            gradient.rows(task / pieces, y0, Math.min(g.inHeight(), y0 + rows), destination);
        });
        if (bias != null) {
            scratch.give(biasLine);
        }
    }

    /** Rows y0 to y1 of the gradient of one image. */
    private void rows(int image, int y0, int y1, Destination destination) {
        int first = Math.clamp(Math.ceilDiv(y0 + g.padTop() - g.kernelHeight() + 1, g.stride()), 0, g.outHeight());
        int end = Math.clamp(Math.floorDiv(y1 - 1 + g.padTop(), g.stride()) + 1, first, g.outHeight());
        int pixels = (end - first) * g.outWidth();
        float[] products = scratch.take(pixels * columns);
        var left = new LeftOperand.Rows(
                dy, (image * g.outHeight() + first) * g.outWidth() * g.outChannels(), g.outChannels());
        Product.run(
                workers,
                scratch,
                left,
                weights,
                Destination.plain(products, columns),
                pixels,
                columns,
                g.outChannels());
        int reach = Math.max((g.outWidth() - 1) * g.stride() + g.kernelWidth(), g.padLeft() + g.inWidth());
        float[] sums = scratch.take(reach * g.inChannels());
        for (int y = y0; y < y1; y++) {
            Arrays.fill(sums, 0, reach * g.inChannels(), 0);
            for (int ky = 0; ky < g.kernelHeight(); ky++) {
                int from = y + g.padTop() - ky;
                int oy = Math.floorDiv(from, g.stride());
                if (from == oy * g.stride() && oy >= first && oy < end) {
                    addLine(products, (oy - first) * g.outWidth() * columns, ky, sums);
                }
            }
            destination.storeRow(
                    sums, g.padLeft() * g.inChannels(), image * g.inHeight() + y, 0, g.inWidth() * g.inChannels());
        }
        scratch.give(sums);
        scratch.give(products);
    }

    /** Adds what one line of the kernel holds of one row; neighbouring outputs overlap. */
    private void addLine(float[] products, int at, int ky, float[] sums) {
        int line = g.kernelWidth() * g.inChannels();
        int step = g.stride() * g.inChannels();
        for (int ox = 0; ox < g.outWidth(); ox++) {
            add(products, at + ox * columns + ky * line, sums, ox * step, line);
        }
    }

    private static void add(float[] from, int at, float[] to, int toAt, int count) {
        for (int i = 0; i < count; i++) {
            to[toAt + i] += from[at + i];
        }
    }
}
