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

    /** Four an int, the leftmost in the lowest byte, with a border: [1 + 8 allDown + 1, 1 + 2 allAcross + 1]. */
    int[] samples;

    /** Those of a sequential picture that are on their way to samples. */
    Blocks blocks;

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

    /** Makes the room for what the scans say. */
    void allocate(boolean progressive) {
        int count = Math.multiplyExact(64, Math.multiplyExact(allAcross, allDown));
        if (progressive) {
            coefficients = new short[count];
        } else {
            allocateSamples();
        }
    }

    private void allocateSamples() {
        samples = new int[(8 * allDown + 2) * stride()];
        blocks = new Blocks(this);
    }

    /** Makes the samples of what was decoded, and repeats those at the edges beyond them. */
    void finish() {
        if (coefficients != null) {
            allocateSamples();
            for (int i = 0; i < allDown * allAcross; i++) {
                blocks.put(coefficients, 64 * i, quantizer, i % allAcross, i / allAcross);
            }
            coefficients = null;
        }
        blocks.finish();
        blocks = null;
        for (int y = 0; y < height; y++) {
            put(y, -1, sample(y, 0));
            put(y, width, sample(y, width - 1));
        }
        System.arraycopy(samples, stride(), samples, 0, stride());
        System.arraycopy(samples, height * stride(), samples, (height + 1) * stride(), stride());
    }

    private int sample(int y, int x) {
        return pick(samples[row(y) + (x >> 2)], x);
    }

    /** The sample of a column in the int that holds it. */
    static int pick(int four, int x) {
        return (four >>> place(x)) & 0xFF;
    }

    /** How far to the left a sample is in its int. */
    static int place(int x) {
        return Byte.SIZE * (x & 3);
    }

    private void put(int y, int x, int sample) {
        int at = row(y) + (x >> 2);
        samples[at] = (samples[at] & ~(0xFF << place(x))) | (sample << place(x));
    }

    /** {@return whether every coefficient is known to its last bit} */
    boolean isWhole() {
        return Arrays.stream(known).allMatch(bit -> bit == 0);
    }

    /** Ints of a row of samples, its border included. */
    int stride() {
        return 2 * allAcross + 2;
    }

    /** Where the samples of a row begin. */
    int row(int y) {
        return (y + 1) * stride() + 1;
    }
}
