package dev.azulejo.engine.tornado;

import static dev.azulejo.engine.tornado.ArrayBuffer.floats;
import static dev.azulejo.engine.tornado.ArrayBuffer.ints;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.CodebookKernels;
import dev.azulejo.engine.tornado.kernels.Codebooks;
import dev.azulejo.engine.tornado.kernels.Random;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Codebooks. */
record CodebookLaunches(Device device) implements CodebookKernels {
    @Override
    public void nearest(Buffer z, Buffer codebook, Buffer indices, int rows, int codes, int dimension) {
        FloatArray squares = new FloatArray(codes);
        device.run(Launch.flat(Codebooks.class, "squares", codes, floats(codebook), squares, dimension));
        device.run(Launch.grouped(
                Codebooks.class,
                "nearest",
                Math.ceilDiv(rows, Codebooks.TILE),
                256,
                floats(z),
                floats(codebook),
                squares,
                ints(indices),
                rows,
                codes,
                dimension));
    }

    @Override
    public void count(Buffer indices, Buffer counts, int rows, int codes) {
        device.run(Launch.grouped(Codebooks.class, "count", codes, 128, ints(indices), floats(counts), rows));
    }

    @Override
    public void movingAverage(
            Buffer counts,
            Buffer sums,
            Buffer averageCounts,
            Buffer averageSums,
            Buffer codebook,
            int codes,
            int dimension,
            float decay,
            float epsilon) {
        FloatArray total = new FloatArray(1);
        device.run(Launch.grouped(
                Codebooks.class, "averageCounts", 1, 256, floats(counts), floats(averageCounts), total, decay, codes));
        device.run(Launch.flat(
                Codebooks.class,
                "averageSums",
                codes * dimension,
                floats(sums),
                floats(averageCounts),
                total,
                floats(averageSums),
                floats(codebook),
                decay,
                epsilon,
                codes,
                dimension));
    }

    @Override
    public void restart(
            Buffer z,
            Buffer averageCounts,
            Buffer averageSums,
            Buffer codebook,
            int rows,
            int codes,
            int dimension,
            float threshold,
            float count,
            int stream,
            Buffer key) {
        device.run(Launch.flat(
                Random.class,
                "restart",
                codes * dimension,
                floats(z),
                floats(averageCounts),
                ints(key),
                floats(averageSums),
                floats(codebook),
                rows,
                dimension,
                threshold,
                count,
                stream));
        device.run(Launch.flat(Random.class, "restartCounts", codes, floats(averageCounts), threshold, count));
    }
}
