package dev.azulejo.engine.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PhiloxTest {
    /** The philox4x32-10 lines of Random123's known-answer file: counter, key, result. */
    @Test
    void matchesThePublishedKnownAnswers() {
        assertArrayEquals(
                new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, raw(0, 0, 0, 0, 0, 0), "all zeros");
        assertArrayEquals(
                new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, raw(-1, -1, -1, -1, -1, -1), "all ones");
        assertArrayEquals(
                new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
                raw(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344),
                "digits of pi");
    }

    @Test
    void seedStreamStepAndBlockAreTheKeyAndTheCounter() {
        int[] out = new int[4];
        Philox.block(0x299f31d0a4093822L, 0x85a308d3, 0x0370734413198a2eL, 0x243f6a88, out, 0);
        assertArrayEquals(new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}, out);
        long index = 4L * 0x243f6a88;
        assertEquals(0x5001e420, Philox.word(0x299f31d0a4093822L, 0x85a308d3, 0x0370734413198a2eL, index + 2));
        assertEquals(
                0x24126ea15001e420L,
                Philox.bits64(0x299f31d0a4093822L, 0x85a308d3, 0x0370734413198a2eL, index / 2 + 1));
    }

    @Test
    void anyCutOfASequenceGivesTheSameNumbers() {
        float[] uniforms = new float[1001];
        float[] normals = new float[1001];
        Philox.uniforms(7, 3, 11, 5, uniforms, 0, 1001);
        Philox.normals(7, 3, 11, 5, normals, 0, 1001);
        float[] pieces = new float[1001];
        float[] normalPieces = new float[1001];
        for (int at = 0, length = 1; at < 1001; at += length, length = length % 13 + 1) {
            int n = Math.min(length, 1001 - at);
            Philox.uniforms(7, 3, 11, 5 + at, pieces, at, n);
            Philox.normals(7, 3, 11, 5 + at, normalPieces, at, n);
        }
        assertArrayEquals(uniforms, pieces);
        assertArrayEquals(normals, normalPieces);
        for (int i = 0; i < 1001; i++) {
            assertEquals(uniforms[i], Philox.uniform(7, 3, 11, 5 + i));
            assertEquals(normals[i], Philox.normal(7, 3, 11, 5 + i));
        }
    }

    @Test
    void uniformsFillTheirBinsEvenly() {
        int n = 1 << 20;
        float[] u = new float[n];
        Philox.uniforms(1, 0, 0, 0, u, 0, n);
        int[] bins = new int[256];
        for (float x : u) {
            assertTrue(x >= 0 && x < 1);
            bins[(int) (x * 256)]++;
        }
        double chi = 0;
        for (int b : bins) {
            chi += (b - n / 256.0) * (b - n / 256.0) / (n / 256.0);
        }
        // 255 degrees of freedom: mean 255, deviation 22.6; the seed is fixed, so this never flickers.
        assertTrue(chi > 165 && chi < 345, "chi squared " + chi);
    }

    @Test
    void normalsHaveTheMomentsOfANormal() {
        int n = 1 << 20;
        float[] z = new float[n];
        Philox.normals(2, 0, 0, 0, z, 0, n);
        double mean = 0;
        double square = 0;
        double fourth = 0;
        double neighbours = 0;
        for (int i = 0; i < n; i++) {
            mean += z[i];
            square += (double) z[i] * z[i];
            fourth += Math.pow(z[i], 4);
            neighbours += i == 0 ? 0 : z[i] * z[i - 1];
        }
        assertEquals(0, mean / n, 0.005);
        assertEquals(1, square / n, 0.007);
        assertEquals(3, fourth / n, 0.05);
        assertEquals(0, neighbours / n, 0.005);
    }

    @Test
    void belowStaysBelowAndReachesEveryValue() {
        int[] seen = new int[7];
        for (int i = 0; i < 7000; i++) {
            seen[(int) Philox.below(7, 42, 1, 0, i)]++;
        }
        for (int count : seen) {
            assertEquals(1000, count, 150);
        }
        assertEquals(0, Philox.below(1, 42, 1, 0, 5));
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThrows(IndexOutOfBoundsException.class, () -> Philox.word(0, 0, 0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> Philox.word(0, 0, 0, 1L << 34));
        assertThrows(IndexOutOfBoundsException.class, () -> Philox.uniforms(0, 0, 0, 0, new float[3], 1, 3));
        assertThrows(IllegalArgumentException.class, () -> Philox.below(0, 0, 0, 0, 0));
    }

    private static int[] raw(int k0, int k1, int c0, int c1, int c2, int c3) {
        int[] out = new int[6];
        Philox.block(k0, k1, c0, c1, c2, c3, out, 1);
        return new int[] {out[1], out[2], out[3], out[4]};
    }
}
