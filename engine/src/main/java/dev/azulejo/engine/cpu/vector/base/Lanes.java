package dev.azulejo.engine.cpu.vector.base;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The register width of all kernels, as compile-time constants: a species in a parameter or a field makes C2 box every
 * vector. So does a method that takes or returns one, wherever C2 leaves it a call (it inlines none of ours in a graph that
 * is large already, and none that it finds cold): none does.
 */
public final class Lanes {
    public static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    public static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    public static final int COUNT = FLOATS.length();

    private static final VectorShuffle<Float> BY_EIGHT = VectorShuffle.iota(FLOATS, 8, 1, true);
    private static final VectorShuffle<Float> BY_FOUR = VectorShuffle.iota(FLOATS, 4, 1, true);
    private static final VectorShuffle<Float> BY_TWO = VectorShuffle.iota(FLOATS, 2, 1, true);

    private Lanes() {}

    /** The end of the whole registers in [from, to). */
    public static int bound(int from, int to) {
        return from + FLOATS.loopBound(to - from);
    }

    /** Elements of the whole registers that hold n. */
    public static int padded(int n) {
        return Math.ceilDiv(n, COUNT) * COUNT;
    }

    /**
     * The sum of a register's lanes, always in the same order: {@code reduceLanes(ADD)} adds in another order once C2 has
     * compiled it, and then the bits change in the middle of a run. (In registers 4 ns a sum of 128 floats, by a loop over the
     * array 18.)
     *
     * @param lanes the first {@link #COUNT} floats; may be overwritten
     * @return the sum, by halves
     */
    public static float sum(float[] lanes) {
        for (int half = COUNT / 2; half > 8; half /= 2) { // Registers of more than 512 bits.
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        FloatVector sum = FloatVector.fromArray(FLOATS, lanes, 0);
        if (COUNT > 8) {
            sum = sum.add(sum.rearrange(BY_EIGHT));
        }
        if (COUNT > 4) {
            sum = sum.add(sum.rearrange(BY_FOUR));
        }
        sum = sum.add(sum.rearrange(BY_TWO));
        return sum.lane(0) + sum.lane(1);
    }
}
