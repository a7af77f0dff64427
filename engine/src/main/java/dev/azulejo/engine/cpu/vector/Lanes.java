package dev.azulejo.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The register width of all kernels, as compile-time constants: a species in a parameter or a field makes C2 box every
 * vector.
 */
final class Lanes {
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    static final int COUNT = FLOATS.length();

    private Lanes() {}

    /** The end of the whole registers in [from, to). */
    static int bound(int from, int to) {
        return from + FLOATS.loopBound(to - from);
    }

    /** The lanes of a register at i that lie before {@code to}. */
    static VectorMask<Float> rest(int i, int to) {
        return FLOATS.indexInRange(i, to);
    }

    /**
     * The sum of a register's lanes, always in the same order: {@code reduceLanes(ADD)} adds in another order once C2 has
     * compiled it, and then the bits change in the middle of a run.
     *
     * @param v the register
     * @param scratch at least {@link #COUNT} floats, overwritten
     * @return the sum, by halves
     */
    static float sum(FloatVector v, float[] scratch) {
        v.intoArray(scratch, 0);
        for (int half = COUNT / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                scratch[i] += scratch[i + half];
            }
        }
        return scratch[0];
    }
}
