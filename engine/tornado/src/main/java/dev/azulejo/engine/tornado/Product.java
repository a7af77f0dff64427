package dev.azulejo.engine.tornado;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.tornado.kernels.Operands;
import dev.azulejo.engine.tornado.kernels.Products;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * A product of {@link Products}, and how it is cut: into tiles, and where these are too few for a device, its inner dimension
 * into parts as well, which a second launch adds. The shape alone decides, so the bits are always the same.
 *
 * @param kind what is multiplied, as {@link Operands} says
 * @param slabs products beside each other
 * @param m rows of a slab
 * @param n columns of a slab
 * @param k inner dimension
 * @param g of a convolution
 */
record Product(int kind, int slabs, int m, int n, int k, ConvolutionGeometry g) {
    /** Work-groups that inner dimensions are cut for: two for each of 132 multiprocessors, at once. */
    private static final int GROUPS = 264;

    /** Inner elements of a part, at least. */
    private static final int CHUNK = 128;

    /** out = what follows (a · b). */
    void launch(Device device, FloatArray a, FloatArray b, Epilogue epilogue, FloatArray out) {
        Tiles tiles = tiles();
        int chunk = chunk(tiles);
        int parts = Math.ceilDiv(k, chunk);
        if (parts == 1) {
            device.run(multiply(tiles, a, b, epilogue, out, k));
            return;
        }
        FloatArray sums = new FloatArray(parts * slabs * m * n);
        device.run(multiply(tiles, a, b, Epilogue.NONE, sums, chunk));
        int size = slabs * m * n;
        if (epilogue.equals(Epilogue.NONE)) {
            ReductionLaunches.addParts(device, sums, out, 1, parts, size);
        } else {
            device.run(Launch.flat(
                    Products.class,
                    "addParts",
                    size,
                    sums,
                    orElse(epilogue.bias(), sums),
                    orElse(epilogue.residual(), sums),
                    out,
                    flags(epilogue),
                    parts,
                    n));
        }
    }

    /** The tiles: large ones in parts rather than small ones. */
    private Tiles tiles() {
        Tiles whole = Tiles.of(slabs, m, n);
        Tiles tiles = whole.enough(slabs, m, n) ? whole : Tiles.of(slabs * mostParts(), m, n);
        return tiles.equals(Tiles.LARGE) && is(Operands.MATRICES) ? Tiles.PLAIN : tiles;
    }

    /** Inner elements of a part: whole stages, so no two parts read the same row of an operand for the sake of one element. */
    private int chunk(Tiles tiles) {
        int groups = tiles.groups(slabs, m, n);
        // A weight's gradient has many times the inner elements of other products: two rounds, so that none waits long.
        int wanted = is(Operands.WEIGHT_GRADIENT) ? 2 * GROUPS : tiles.enough(slabs, m, n) ? groups : GROUPS;
        int parts = Math.clamp(wanted / groups, 1, mostParts());
        return parts == 1 ? k : Math.ceilDiv(Math.ceilDiv(k, parts), Products.DEPTH) * Products.DEPTH;
    }

    /** Parts that leave each enough to do. A batch of matrices, and phases of unequal size, are not cut. */
    private int mostParts() {
        boolean even = g.inHeight() % g.stride() == 0 && g.inWidth() % g.stride() == 0;
        boolean whole = is(Operands.MATRICES) ? slabs > 1 : is(Operands.INPUT_GRADIENT) && !even;
        return whole ? 1 : Math.max(1, k / CHUNK);
    }

    private boolean is(int other) {
        return (kind & 3) == other;
    }

    /** A launch of the product, in parts of so many inner elements. */
    Launch multiply(Tiles tiles, FloatArray a, FloatArray b, Epilogue epilogue, FloatArray out, int chunk) {
        int parts = Math.ceilDiv(k, chunk);
        return Launch.grouped(
                Products.class,
                "multiply",
                tiles.groups(parts * slabs, m, n),
                tiles.items(),
                a,
                b,
                orElse(epilogue.bias(), a),
                orElse(epilogue.residual(), a),
                out,
                kind | flags(epilogue) | (parts > 1 || isThin() ? Operands.PARTS : 0),
                tiles.packed(),
                m,
                n,
                k,
                g.inHeight(),
                g.inWidth(),
                g.inChannels(),
                g.outHeight(),
                g.outWidth(),
                g.outChannels(),
                g.kernelHeight() | g.kernelWidth() << 8 | g.stride() << 16,
                g.padTop() | g.padLeft() << 8,
                chunk);
    }

    /**
     * Whether images are one pixel high or wide. Then the first stage of all pixels may lie in the padding; TornadoVM finds that
     * out, and stumbles over the branch that is never taken. Where the stages of a part begin it does not know.
     */
    private boolean isThin() {
        boolean patches = is(Operands.FORWARD) || is(Operands.INPUT_GRADIENT);
        return patches && (g.inHeight() == 1 || g.inWidth() == 1 || g.outHeight() == 1 || g.outWidth() == 1);
    }

    private static int flags(Epilogue epilogue) {
        return (epilogue.bias() != null ? Operands.BIAS : 0)
                | (epilogue.relu() ? Operands.RELU : 0)
                | (epilogue.residual() != null ? Operands.RESIDUAL : 0);
    }

    /** TornadoVM knows no null: an operand that is not read stands for one that is not there. */
    private static FloatArray orElse(Buffer buffer, FloatArray other) {
        return buffer == null ? other : ArrayBuffer.floats(buffer);
    }
}
