package dev.azulejo.engine.cpu.vector.codes;

/**
 * A codebook as the register tile reads it: panels of {@code [dimension, ScoreTile.CODES]}, and |e|²/2 of each code. Codes
 * that fill up the last panel are zero and infinitely far. Its arrays are kept for the next call.
 */
public final class CodePanels {
    private float[] values = new float[0];
    private float[] halfSquares = new float[0];
    private double longest;

    /** Panels that hold so many codes. */
    int count(int codes) {
        return Math.ceilDiv(codes, ScoreTile.CODES);
    }

    /** Packs a codebook, {@code [codes, dimension]}. */
    void pack(float[] codebook, int codes, int dimension) {
        int padded = count(codes) * ScoreTile.CODES;
        if (values.length < padded * dimension) {
            values = new float[padded * dimension];
        }
        if (halfSquares.length < padded) {
            halfSquares = new float[padded];
        }
        double largest = 0;
        for (int k = 0; k < padded; k++) {
            int at = k / ScoreTile.CODES * ScoreTile.CODES * dimension + k % ScoreTile.CODES;
            double square = 0;
            for (int d = 0; d < dimension; d++) {
                float value = k < codes ? codebook[k * dimension + d] : 0;
                values[at + d * ScoreTile.CODES] = value;
                square += (double) value * value;
            }
            halfSquares[k] = k < codes ? (float) (square / 2) : Float.POSITIVE_INFINITY;
            largest = Math.max(largest, square);
        }
        longest = Math.sqrt(largest);
    }

    float[] values() {
        return values;
    }

    float[] halfSquares() {
        return halfSquares;
    }

    /** The largest |e|; NaN if a code has a NaN. */
    double longest() {
        return longest;
    }
}
