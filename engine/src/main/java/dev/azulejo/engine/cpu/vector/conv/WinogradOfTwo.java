package dev.azulejo.engine.cpu.vector.conv;

import dev.azulejo.engine.cpu.vector.gemm.Tile;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** F(4, 2), by the construction of Lavin and Gray 2016 (arXiv 1509.09308), with the points of {@link WinogradOfThree}. */
public final class WinogradOfTwo implements WinogradTransform {
    private static final VectorSpecies<Float> SPECIES = Tile.SPECIES;
    private static final int LANES = Tile.LANES;

    /** The points are 0, A, -A, B and infinity. */
    private static final float A = 0.75f;

    private static final float B = 1.5f;
    private static final float A2 = A * A;
    private static final float B2 = B * B;
    private static final float A3 = A * A2;
    private static final float B3 = B * B2;

    /** The divisors of the filter's points: the product of a point's distances from the other finite ones. */
    private static final float OVER_ZERO = 1 / (A2 * B);

    private static final float OVER_A = 1 / (2 * A2 * (A - B));
    private static final float OVER_MINUS_A = -1 / (2 * A2 * (A + B));
    private static final float OVER_B = 1 / (B * (B2 - A2));

    @Override
    public int taps() {
        return 2;
    }

    @Override
    public int points() {
        return 5;
    }

    @Override
    public void input(
            float[] from,
            int at,
            int line,
            int step,
            int first,
            int end,
            float[] to,
            int toAt,
            int toLine,
            int toStep,
            int lines,
            int count) {
        boolean in0 = first <= 0 && 0 < end;
        float[] a0 = in0 ? from : WinogradTiles.OUTSIDE;
        boolean in1 = first <= 1 && 1 < end;
        float[] a1 = in1 ? from : WinogradTiles.OUTSIDE;
        boolean in2 = first <= 2 && 2 < end;
        float[] a2 = in2 ? from : WinogradTiles.OUTSIDE;
        boolean in3 = first <= 3 && 3 < end;
        float[] a3 = in3 ? from : WinogradTiles.OUTSIDE;
        boolean in4 = first <= 4 && 4 < end;
        float[] a4 = in4 ? from : WinogradTiles.OUTSIDE;
        int s0 = in0 ? at + 0 * step : 0;
        int s1 = in1 ? at + 1 * step : 0;
        int s2 = in2 ? at + 2 * step : 0;
        int s3 = in3 ? at + 3 * step : 0;
        int s4 = in4 ? at + 4 * step : 0;
        int l0 = in0 ? line : 0;
        int l1 = in1 ? line : 0;
        int l2 = in2 ? line : 0;
        int l3 = in3 ? line : 0;
        int l4 = in4 ? line : 0;
        for (int i = 0; i < lines; i++) {
            for (int c = 0; c < count; c += LANES) {
                int t = toAt + i * toLine + c;
                FloatVector x0 = FloatVector.fromArray(SPECIES, a0, s0 + i * l0 + c);
                FloatVector x1 = FloatVector.fromArray(SPECIES, a1, s1 + i * l1 + c);
                FloatVector x2 = FloatVector.fromArray(SPECIES, a2, s2 + i * l2 + c);
                FloatVector x3 = FloatVector.fromArray(SPECIES, a3, s3 + i * l3 + c);
                FloatVector x4 = FloatVector.fromArray(SPECIES, a4, s4 + i * l4 + c);
                FloatVector a = x3.sub(x1.mul(A2));
                x0.mul(A2 * B).sub(x2.mul(B)).add(a).intoArray(to, t);
                x3.sub(x2.mul(B - A)).sub(x1.mul(A * B)).intoArray(to, t + toStep);
                x3.sub(x2.mul(A + B)).add(x1.mul(A * B)).intoArray(to, t + 2 * toStep);
                a.intoArray(to, t + 3 * toStep);
                x4.sub(a.mul(B)).sub(x2.mul(A2)).intoArray(to, t + 4 * toStep);
            }
        }
    }

    @Override
    public void output(
            float[] from,
            int at,
            int line,
            int step,
            float[] to,
            int toAt,
            int toLine,
            int toStep,
            int lines,
            int count) {
        for (int i = 0; i < lines; i++) {
            for (int c = 0; c < count; c += LANES) {
                int s = at + i * line + c;
                int t = toAt + i * toLine + c;
                FloatVector x0 = FloatVector.fromArray(SPECIES, from, s);
                FloatVector x1 = FloatVector.fromArray(SPECIES, from, s + step);
                FloatVector x2 = FloatVector.fromArray(SPECIES, from, s + 2 * step);
                FloatVector x3 = FloatVector.fromArray(SPECIES, from, s + 3 * step);
                FloatVector x4 = FloatVector.fromArray(SPECIES, from, s + 4 * step);
                FloatVector a = x1.add(x2);
                FloatVector b = x1.sub(x2);
                x0.add(a).add(x3).intoArray(to, t);
                b.mul(A).add(x3.mul(B)).intoArray(to, t + toStep);
                a.mul(A2).add(x3.mul(B2)).intoArray(to, t + 2 * toStep);
                b.mul(A3).add(x3.mul(B3)).add(x4).intoArray(to, t + 3 * toStep);
            }
        }
    }

    @Override
    public void filter(
            float[] from,
            int at,
            int line,
            int step,
            float[] to,
            int toAt,
            int toLine,
            int toStep,
            int lines,
            int count) {
        for (int i = 0; i < lines; i++) {
            for (int c = 0; c < count; c += LANES) {
                int s = at + i * line + c;
                int t = toAt + i * toLine + c;
                FloatVector x0 = FloatVector.fromArray(SPECIES, from, s);
                FloatVector x1 = FloatVector.fromArray(SPECIES, from, s + step);
                FloatVector a = x1.mul(A);
                x0.mul(OVER_ZERO).intoArray(to, t);
                x0.add(a).mul(OVER_A).intoArray(to, t + toStep);
                x0.sub(a).mul(OVER_MINUS_A).intoArray(to, t + 2 * toStep);
                x1.mul(B).add(x0).mul(OVER_B).intoArray(to, t + 3 * toStep);
                x1.intoArray(to, t + 4 * toStep);
            }
        }
    }

    @Override
    public void outputGradient(
            float[] from,
            int at,
            int line,
            int step,
            float[] to,
            int toAt,
            int toLine,
            int toStep,
            int lines,
            int count) {
        for (int i = 0; i < lines; i++) {
            for (int c = 0; c < count; c += LANES) {
                int s = at + i * line + c;
                int t = toAt + i * toLine + c;
                FloatVector x0 = FloatVector.fromArray(SPECIES, from, s);
                FloatVector x1 = FloatVector.fromArray(SPECIES, from, s + step);
                FloatVector x2 = FloatVector.fromArray(SPECIES, from, s + 2 * step);
                FloatVector x3 = FloatVector.fromArray(SPECIES, from, s + 3 * step);
                FloatVector a = x0.add(x2.mul(A2));
                FloatVector b = x1.mul(A).add(x3.mul(A3));
                x0.intoArray(to, t);
                a.add(b).intoArray(to, t + toStep);
                a.sub(b).intoArray(to, t + 2 * toStep);
                x3.mul(B3).add(x2.mul(B2)).add(x1.mul(B)).add(x0).intoArray(to, t + 3 * toStep);
                x3.intoArray(to, t + 4 * toStep);
            }
        }
    }

    @Override
    public void filterGradient(
            float[] from,
            int at,
            int line,
            int step,
            float[] to,
            int toAt,
            int toLine,
            int toStep,
            int lines,
            int count) {
        for (int i = 0; i < lines; i++) {
            for (int c = 0; c < count; c += LANES) {
                int s = at + i * line + c;
                int t = toAt + i * toLine + c;
                FloatVector x0 = FloatVector.fromArray(SPECIES, from, s);
                FloatVector x1 = FloatVector.fromArray(SPECIES, from, s + step);
                FloatVector x2 = FloatVector.fromArray(SPECIES, from, s + 2 * step);
                FloatVector x3 = FloatVector.fromArray(SPECIES, from, s + 3 * step);
                FloatVector x4 = FloatVector.fromArray(SPECIES, from, s + 4 * step);
                FloatVector a = x1.mul(OVER_A);
                FloatVector b = x2.mul(OVER_MINUS_A);
                FloatVector d = x3.mul(OVER_B);
                x0.mul(OVER_ZERO).add(a).add(b).add(d).intoArray(to, t);
                a.sub(b).mul(A).add(d.mul(B)).add(x4).intoArray(to, t + toStep);
            }
        }
    }
}
