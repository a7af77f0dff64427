package dev.azulejo.engine.cpu.vector.codes;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;

import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.rows.SoftmaxRows;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The search for the nearest codes of a block of vectors, with the indices of the scalar backend.
 *
 * <p>|z - e|² is smallest where z.e - |e|²/2 is largest. A lane keeps the best and the second best of its codes. Where the
 * best of all leads by more than twice the rounding error that these scores can have, it is the nearest code; else every
 * code within that margin is compared by {@link #squaredDistance}, which is the scalar backend's to the bit. Of random
 * vectors one in some thousand needs it.
 */
public final class NearestCodes {
    /** Vectors a block: their bests and seconds, 12 KiB at 16 lanes, stay in the first-level cache with a panel. */
    static final int BLOCK = 64;

    private final float[] z;
    private final float[] codebook;
    private final CodePanels panels;
    private final int codes;
    private final int dimension;
    private final float[] scores = new float[ScoreTile.ROWS * ScoreTile.CODES];
    private final float[] best = new float[BLOCK * Lanes.COUNT];
    private final float[] second = new float[BLOCK * Lanes.COUNT];
    private final int[] group = new int[BLOCK * Lanes.COUNT];
    private final float[] scratch = new float[Lanes.COUNT];

    NearestCodes(float[] z, float[] codebook, CodePanels panels, int codes, int dimension) {
        this.z = z;
        this.codebook = codebook;
        this.panels = panels;
        this.codes = codes;
        this.dimension = dimension;
    }

    /** index[r] = the nearest code of z[r], for r in [from, to), at most {@link #BLOCK} of them. */
    void search(int from, int to, int[] index) {
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        Arrays.fill(second, Float.NEGATIVE_INFINITY);
        for (int panel = 0; panel < panels.count(codes); panel++) {
            float[] values = panels.values();
            int at = panel * ScoreTile.CODES * dimension;
            for (int r = from; r < to; r += ScoreTile.ROWS) {
                // The last tile of all overlaps the one before it, or repeats one row if there are too few.
                int first = Math.max(from, Math.min(r, to - ScoreTile.ROWS));
                int rows = Math.min(ScoreTile.ROWS, to - first);
                if (rows == ScoreTile.ROWS) {
                    ScoreTile.multiply(z, first * dimension, dimension, dimension, values, at, scores);
                    update(scores, r - first, rows, panels.halfSquares(), panel, best, second, group, r - from);
                } else {
                    for (int i = first; i < to; i++) {
                        ScoreTile.multiply(z, i * dimension, 0, dimension, values, at, scores);
                        update(scores, 0, 1, panels.halfSquares(), panel, best, second, group, i - from);
                    }
                }
            }
        }
        for (int r = from; r < to; r++) {
            index[r] = choose(r, (r - from) * Lanes.COUNT);
        }
    }

    /** Takes the scores of rows [row, rows) of a tile into the bests and seconds of the block's rows from {@code to}. */
    private static void update(
            float[] scores,
            int row,
            int rows,
            float[] halfSquares,
            int panel,
            float[] best,
            float[] second,
            int[] group,
            int to) {
        FloatVector h0 = FloatVector.fromArray(Lanes.FLOATS, halfSquares, panel * ScoreTile.CODES);
        FloatVector h1 = FloatVector.fromArray(Lanes.FLOATS, halfSquares, panel * ScoreTile.CODES + Lanes.COUNT);
        for (int i = row, at = to * Lanes.COUNT; i < rows; i++, at += Lanes.COUNT) {
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, best, at);
            FloatVector s = FloatVector.fromArray(Lanes.FLOATS, second, at);
            IntVector g = IntVector.fromArray(Lanes.INTS, group, at);

            FloatVector v0 = FloatVector.fromArray(Lanes.FLOATS, scores, i * ScoreTile.CODES)
                    .sub(h0);
            VectorMask<Float> better = v0.compare(GT, b);
            FloatVector loser = v0.blend(b, better);
            s = s.blend(loser, loser.compare(GT, s));
            b = b.blend(v0, better);
            g = g.blend(2 * panel, better.cast(Lanes.INTS));

            FloatVector v1 = FloatVector.fromArray(Lanes.FLOATS, scores, i * ScoreTile.CODES + Lanes.COUNT)
                    .sub(h1);
            better = v1.compare(GT, b);
            loser = v1.blend(b, better);
            s = s.blend(loser, loser.compare(GT, s));
            b = b.blend(v1, better);
            g = g.blend(2 * panel + 1, better.cast(Lanes.INTS));

            b.intoArray(best, at);
            s.intoArray(second, at);
            g.intoArray(group, at);
        }
    }

    private int choose(int r, int at) {
        float limit = limit(r, at);
        VectorMask<Float> near = FloatVector.fromArray(Lanes.FLOATS, best, at).compare(GE, limit);
        VectorMask<Float> alsoNear =
                FloatVector.fromArray(Lanes.FLOATS, second, at).compare(GE, limit);
        if (near.trueCount() == 1 && !alsoNear.anyTrue()) {
            int lane = near.firstTrue();
            return group[at + lane] * Lanes.COUNT + lane;
        }
        return compareExactly(r, at, limit);
    }

    /** The score that a code must reach to be possibly the nearest; NaN where the scores say nothing. */
    private float limit(int r, int at) {
        float top = FloatVector.fromArray(Lanes.FLOATS, best, at).reduceLanes(VectorOperators.MAX);
        double square = SoftmaxRows.dot(z, z, r * dimension, dimension, scratch);
        double product = Math.sqrt(square) * panels.longest();
        // A sum of n products in float is wrong by n / 2^24 of |z||e| at most, and the reference by its own roundings.
        double error = 0x1p-24 * ((dimension + 2) * product + panels.longest() * panels.longest())
                + 0x1p-52 * dimension * square;
        return (float) (top - 2.02 * error);
    }

    private int compareExactly(int r, int at, float limit) {
        Nearest nearest = new Nearest();
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            if (second[at + lane] >= limit) {
                for (int k = lane; k < codes; k += Lanes.COUNT) {
                    nearest.offer(r, k);
                }
            } else if (best[at + lane] >= limit) {
                nearest.offer(r, group[at + lane] * Lanes.COUNT + lane);
            }
        }
        if (nearest.least == Double.POSITIVE_INFINITY) {
            for (int k = 0; k < codes; k++) {
                nearest.offer(r, k);
            }
        }
        return nearest.code;
    }

    /** |z[r] - codebook[k]|² in double precision, one difference after the other. */
    private double squaredDistance(int r, int k) {
        double total = 0;
        for (int zAt = r * dimension, at = k * dimension; zAt < (r + 1) * dimension; zAt++, at++) {
            double difference = (double) z[zAt] - codebook[at];
            total += difference * difference;
        }
        return total;
    }

    /** The nearest of the codes offered so far, the lowest of equals. */
    private final class Nearest {
        private double least = Double.POSITIVE_INFINITY;
        private int code;

        private void offer(int r, int k) {
            double distance = squaredDistance(r, k);
            if (distance < least || (distance == least && k < code && least < Double.POSITIVE_INFINITY)) {
                least = distance;
                code = k;
            }
        }
    }
}
