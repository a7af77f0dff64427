package dev.azulejo.nn.data.jpeg;

/** A Huffman code of symbols of one byte: short ones by a look-up, long ones length by length. */
final class Huffman {
    static final int FAST_BITS = 9;
    static final int LONGEST = 16;

    /**
     * The symbols by the next nine bits: length in the higher byte, symbol in the lower; 0 where the code is longer.
     */
    private final short[] fast = new short[1 << FAST_BITS];

    /** One more than the last code of each length, 0 where there is none. */
    private final int[] limit = new int[LONGEST + 1];

    /** The number to add to a code of each length to find its symbol. */
    private final int[] shift = new int[LONGEST + 1];

    private final byte[] symbols;

    /** Takes how many codes there are of each length from 1 on, and the symbols in the order of their codes. */
    Huffman(int[] counts, byte[] symbols) throws JpegException {
        this.symbols = symbols;
        int code = 0;
        int at = 0;
        for (int length = 1; length <= LONGEST; length++) {
            shift[length] = at - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, at++) {
                if (code >= 1 << length) {
                    throw JpegException.damaged("no Huffman code");
                }
                if (length <= FAST_BITS) {
                    int free = FAST_BITS - length;
                    for (int rest = 0; rest < 1 << free; rest++) {
                        fast[code << free | rest] = (short) (length << 8 | (symbols[at] & 0xFF));
                    }
                }
                limit[length] = code + 1;
            }
            code <<= 1;
        }
    }

    /** {@return whether no symbol is larger} */
    boolean holdsUpTo(int largest) {
        for (byte symbol : symbols) {
            if ((symbol & 0xFF) > largest) {
                return false;
            }
        }
        return true;
    }

    int read(Bits bits) throws JpegException {
        int found = fast[bits.peek(FAST_BITS)];
        if (found != 0) {
            bits.skip(found >> 8);
            return found & 0xFF;
        }
        for (int length = FAST_BITS + 1; length <= LONGEST; length++) {
            int code = bits.peek(length);
            if (code < limit[length]) {
                bits.skip(length);
                return symbols[code + shift[length]] & 0xFF;
            }
        }
        throw JpegException.damaged("no such Huffman code");
    }
}
