package dev.azulejo.engine.tornado;

import static dev.azulejo.engine.tornado.ArrayBuffer.floats;
import static dev.azulejo.engine.tornado.ArrayBuffer.ints;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.NormalizationKernels;
import dev.azulejo.engine.tornado.kernels.LayerNorm;
import dev.azulejo.engine.tornado.kernels.Rows;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Normalisations: a work-group a row. */
record NormalizationLaunches(Device device) implements NormalizationKernels {
    private void rows(Class<?> home, String kernel, int rows, Object... arguments) {
        device.run(Launch.grouped(home, kernel, rows, Rows.ITEMS, arguments));
    }

    @Override
    public void softmax(Buffer x, Buffer out, int rows, int columns) {
        rows(Rows.class, "softmax", rows, floats(x), floats(out), 0, columns, 0, 0);
    }

    @Override
    public void causalSoftmax(Buffer x, Buffer out, int batch, int size, boolean strict) {
        rows(Rows.class, "softmax", batch * size, floats(x), floats(out), 0, size, 1, strict ? 1 : 0);
    }

    @Override
    public void softmaxGradient(Buffer y, Buffer dy, Buffer dx, int rows, int columns) {
        rows(Rows.class, "softmaxGradient", rows, floats(y), floats(dy), floats(dx), 0, columns);
    }

    @Override
    public void logSoftmax(Buffer x, Buffer out, int rows, int columns) {
        rows(Rows.class, "softmax", rows, floats(x), floats(out), 1, columns, 0, 0);
    }

    @Override
    public void logSoftmaxGradient(Buffer y, Buffer dy, Buffer dx, int rows, int columns) {
        rows(Rows.class, "softmaxGradient", rows, floats(y), floats(dy), floats(dx), 1, columns);
    }

    @Override
    public void crossEntropy(Buffer logits, Buffer targets, Buffer loss, int rows, int classes) {
        FloatArray losses = new FloatArray(rows);
        rows(Rows.class, "crossEntropy", rows, floats(logits), ints(targets), losses, classes);
        ReductionLaunches.sum(device, 0, losses, losses, rows, 1f / rows, floats(loss), 0);
    }

    @Override
    public void crossEntropyGradient(Buffer logits, Buffer targets, Buffer s, Buffer dx, int rows, int classes) {
        softmax(logits, dx, rows, classes);
        device.run(Launch.flat(
                Rows.class,
                "crossEntropyGradient",
                rows * classes,
                ints(targets),
                floats(s),
                floats(dx),
                rows,
                classes));
    }

    @Override
    public void layerNorm(
            Buffer x, Buffer gamma, Buffer beta, Buffer out, Buffer statistics, int rows, int channels, float epsilon) {
        rows(
                LayerNorm.class,
                "forward",
                rows,
                floats(x),
                floats(gamma),
                floats(beta),
                floats(out),
                floats(statistics),
                channels,
                epsilon);
    }

    @Override
    public void layerNormGradient(
            Buffer x,
            Buffer gamma,
            Buffer statistics,
            Buffer dy,
            Buffer dx,
            Buffer dgamma,
            Buffer dbeta,
            int rows,
            int channels) {
        int parts = ReductionLaunches.parts(rows);
        FloatArray gammas = parts == 1 ? floats(dgamma) : new FloatArray(parts * channels);
        FloatArray betas = parts == 1 ? floats(dbeta) : new FloatArray(parts * channels);
        // Before dx, which may be dy.
        device.run(Launch.flat(
                LayerNorm.class,
                "parameterParts",
                parts * channels,
                floats(x),
                floats(statistics),
                floats(dy),
                gammas,
                betas,
                rows,
                channels,
                Math.ceilDiv(rows, parts)));
        ReductionLaunches.addParts(device, gammas, floats(dgamma), 1, parts, channels);
        ReductionLaunches.addParts(device, betas, floats(dbeta), 1, parts, channels);
        rows(
                LayerNorm.class,
                "inputGradient",
                rows,
                floats(x),
                floats(gamma),
                floats(statistics),
                floats(dy),
                floats(dx),
                channels);
    }
}
