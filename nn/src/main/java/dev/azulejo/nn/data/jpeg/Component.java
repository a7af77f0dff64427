package dev.azulejo.nn.data.jpeg;

import java.util.Arrays;

/** One component of a picture (its brightness, say) and what of it was decoded so far. */
final class Component {
    /** Sampling factors, the larger the finer, and the table of its steps. */
    final int across;

    final int down;
    final int id;
    final int steps;

    /** Samples across and down that count. */
    int width;

    int height;

    /** Blocks across and down that hold those, and as many as whole units of interleaved scans have. */
    int blocksAcross;

    int blocksDown;
    int allAcross;
    int allDown;

    /** [8 allDown, 8 allAcross]. */
    byte[] samples;

    /** The coefficients of a progressive picture: [allDown, allAcross, 64]. */
    short[] coefficients;

    /** In zigzag order, those that hold when its first scan begins. */
    int[] quantizer;

    /** The bit to which each coefficient is known, -1 where it is not at all. */
    final int[] known = new int[64];

    /** The tables of the scan that is being read, and its last first coefficient. */
    Huffman first;

    Huffman others;
    int last;

    Component(int id, int across, int down, int steps) {
        this.id = id;
        this.across = across;
        this.down = down;
        this.steps = steps;
        Arrays.fill(known, -1);
    }

    /** {@return whether every coefficient is known to its last bit} */
    boolean isWhole() {
        return Arrays.stream(known).allMatch(bit -> bit == 0);
    }

    int stride() {
        return 8 * allAcross;
    }
}
