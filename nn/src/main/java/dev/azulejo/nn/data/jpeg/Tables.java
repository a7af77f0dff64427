package dev.azulejo.nn.data.jpeg;

/** The tables of a JPEG as they are at the moment: segments between the scans may change them. */
final class Tables {
    private static final int COUNT = 4;

    private final int[][] quantizers = new int[COUNT][];
    private final Huffman[] firsts = new Huffman[COUNT];
    private final Huffman[] others = new Huffman[COUNT];

    /** Steps of quantization in zigzag order; null if there are none of this number. */
    int[] quantizer(int number) {
        return number < COUNT ? quantizers[number] : null;
    }

    /** The code of first coefficients; null if there is none of this number. */
    Huffman first(int number) {
        return number < COUNT ? firsts[number] : null;
    }

    /** The code of all other coefficients; null if there is none of this number. */
    Huffman others(int number) {
        return number < COUNT ? others[number] : null;
    }

    void readQuantizers(Segment segment) throws JpegException {
        while (segment.left() > 0) {
            int head = segment.next();
            int[] steps = new int[64];
            for (int k = 0; k < 64; k++) {
                steps[k] = head >> 4 == 0 ? segment.next() : segment.next2();
            }
            if ((head & 15) >= COUNT) {
                throw JpegException.damaged("a quantization table");
            }
            quantizers[head & 15] = steps;
        }
    }

    void readHuffman(Segment segment) throws JpegException {
        while (segment.left() > 0) {
            int head = segment.next();
            int[] counts = new int[Huffman.LONGEST];
            int sum = 0;
            for (int i = 0; i < counts.length; i++) {
                counts[i] = segment.next();
                sum += counts[i];
            }
            if ((head & 15) >= COUNT || head >> 4 > 1 || sum > 256) {
                throw JpegException.damaged("a Huffman table");
            }
            Huffman table = new Huffman(counts, segment.next(sum));
            (head >> 4 == 0 ? firsts : others)[head & 15] = table;
        }
    }
}
