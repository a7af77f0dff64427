package dev.azulejo.nn.data.jpeg;

import java.util.Arrays;

/** A Huffman code of symbols of one byte: short ones by a look-up, long ones length by length. */
final class Huffman {
    static final int LONGEST = 16;

    /** By how many places the end of a block is behind its last coefficient, as {@link #coefficient} has it. */
    static final int END = 64;

    /** Where no symbol begins: further away than that. */
    static final int NONE = 128 << 8;

    private static final int FAST_BITS = 10;

    /** What {@link #symbol} and {@link #coefficient} answer, by the next ten bits; 0 where more are needed. */
    private final short[] symbols = new short[1 << FAST_BITS];

    private final int[] coefficients = new int[1 << FAST_BITS];

    /** One more than the last code of each length, 0 where there is none. */
    private final int[] limit = new int[LONGEST + 1];

    /** The number to add to a code of each length to find its symbol. */
    private final int[] shift = new int[LONGEST + 1];

    private final byte[] inOrder;

    /** Takes how many codes there are of each length from 1 on, and the symbols in the order of their codes. */
    Huffman(int[] counts, byte[] inOrder) throws JpegException {
        this.inOrder = inOrder;
        int code = 0;
        int at = 0;
        for (int length = 1; length <= LONGEST; length++) {
            shift[length] = at - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, at++) {
                if (code >= 1 << length) {
                    throw JpegException.damaged("no Huffman code");
                }
                if (length <= FAST_BITS) {
                    enter(code, length, inOrder[at] & 0xFF);
                }
                limit[length] = code + 1;
            }
            code <<= 1;
        }
    }

    private void enter(int code, int length, int symbol) {
        int free = FAST_BITS - length;
        Arrays.fill(symbols, code << free, (code + 1) << free, (short) (length << 8 | symbol));
        int size = symbol & 15;
        int left = free - size;
        for (int bits = 0; left >= 0 && bits < 1 << size; bits++) {
            int from = code << free | bits << left;
            Arrays.fill(coefficients, from, from + (1 << left), coefficient(length, symbol, bits));
        }
    }

    /** {@return whether no symbol is larger} */
    boolean holdsUpTo(int largest) {
        for (byte symbol : inOrder) {
            if ((symbol & 0xFF) > largest) {
                return false;
            }
        }
        return true;
    }

    int read(Bits bits) throws JpegException {
        bits.fill();
        int symbol = symbol(bits.next);
        if (symbol == 0) {
            throw JpegException.damaged("no such Huffman code");
        }
        bits.skip(symbol >> 8);
        return symbol & 0xFF;
    }

    /** The symbol that begins a word: its length in the higher byte, itself in the lower; 0 if there is none. */
    private int symbol(long word) {
        int found = symbols[Bits.first(word, FAST_BITS)];
        for (int length = FAST_BITS + 1; found == 0 && length <= LONGEST; length++) {
            int code = Bits.first(word, length);
            if (code < limit[length]) {
                found = length << 8 | (inOrder[code + shift[length]] & 0xFF);
            }
        }
        return found;
    }

    /**
     * The coefficient of a sequential scan that begins a word: its value in the upper half, in the byte below how many places it
     * is behind the one before, or {@link #END}, and in the lowest byte its bits; or {@link #NONE}.
     */
    int coefficient(long word) {
        int found = coefficients[Bits.first(word, FAST_BITS)];
        return found != 0 ? found : longCoefficient(word);
    }

    private int longCoefficient(long word) {
        int found = symbol(word);
        int length = found >> 8;
        return found == 0 ? NONE : coefficient(length, found & 0xFF, Bits.first(word << length, found & 15));
    }

    private static int coefficient(int length, int symbol, int bits) {
        int size = symbol & 15;
        int places = size == 0 && symbol != 0xF0 ? END : (symbol >> 4) + 1;
        return Bits.signed(bits, size) << 16 | places << 8 | (length + size);
    }
}
