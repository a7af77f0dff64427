package dev.azulejo.nn.data.jpeg;

import java.util.Arrays;
import java.util.List;

/** One scan: walks over its units and blocks, and decodes each. Anything wrong in it is damage. */
final class Scan {
    /** The places of the coefficients that come one after the other. */
    static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    private final Bits bits;
    private final int from;
    private final int to;
    private final int bit;
    private final BlockDecoder blocks;

    /** Blocks that are still to come in which all coefficients are zero, or as they were. */
    private int emptyBlocks;

    /** Decodes what a scan has of one block. */
    interface BlockDecoder {
        void decode(Component component, int across, int down) throws JpegException;
    }

    /** A scan of coefficients {@code from} up to and with {@code to}, down to {@code bit}, perhaps known up to one more. */
    private Scan(Bits bits, boolean progressive, int from, int to, boolean refining, int bit) {
        this.bits = bits;
        this.from = from;
        this.to = to;
        this.bit = bit;
        if (!progressive) {
            this.blocks = new Sequential(bits);
        } else if (from == 0) {
            this.blocks = refining ? this::refineFirst : this::first;
        } else {
            this.blocks = refining ? this::refineOthers : this::others;
        }
    }

    /** Reads a scan with the header that was parsed; answers where its bytes end. */
    static int read(byte[] file, int at, Frame frame, List<Component> components, Range range, int interval)
            throws JpegException {
        Bits bits = new Bits(file, at);
        new Scan(bits, frame.progressive(), range.from, range.to, range.refining, range.bit)
                .walk(frame, components, interval);
        return bits.end();
    }

    /** The coefficients that a scan is about, and which bit of them. */
    record Range(int from, int to, boolean refining, int bit) {
        /** Reads the end of a scan's header, and checks that what it promises can follow what is known. */
        static Range of(Segment segment, boolean progressive, List<Component> components) throws JpegException {
            int from = segment.next();
            int to = segment.next();
            int bits = segment.next();
            if (!progressive) {
                for (Component c : components) {
                    check(c.quantizer != null && c.first != null && c.first.holdsUpTo(15) && c.others != null);
                    check(c.known[0] < 0);
                    Arrays.fill(c.known, 0);
                }
                return new Range(0, 63, false, 0);
            }
            int before = bits >> 4;
            int bit = bits & 15;
            check(bit <= 13 && (before == 0 || before == bit + 1));
            check(from == 0 ? to == 0 : from <= to && to <= 63 && components.size() == 1);
            for (Component c : components) {
                check(c.quantizer != null);
                check(from == 0 ? before > 0 || (c.first != null && c.first.holdsUpTo(15)) : c.others != null);
                check(from == 0 || c.known[0] >= 0);
                for (int k = from; k <= to; k++) {
                    check(before == 0 ? c.known[k] < 0 : c.known[k] == before);
                    c.known[k] = bit;
                }
            }
            return new Range(from, to, before > 0, bit);
        }

        private static void check(boolean right) throws JpegException {
            if (!right) {
                throw JpegException.damaged("a scan's header or tables");
            }
        }
    }

    private void walk(Frame frame, List<Component> components, int interval) throws JpegException {
        boolean alone = components.size() == 1;
        Component only = components.getFirst();
        Component[] all = components.toArray(new Component[0]);
        int across = alone ? only.blocksAcross : frame.unitsAcross();
        int down = alone ? only.blocksDown : frame.unitsDown();
        int left = interval;
        int restarts = 0;
        reset(components);
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++) {
                if (interval > 0 && left == 0) {
                    bits.restart(restarts++ & 7);
                    reset(components);
                    left = interval;
                }
                left--;
                if (alone) {
                    blocks.decode(only, x, y);
                } else {
                    unit(all, x, y);
                }
            }
        }
    }

    private void unit(Component[] components, int x, int y) throws JpegException {
        for (Component c : components) {
            for (int v = 0; v < c.down; v++) {
                for (int h = 0; h < c.across; h++) {
                    blocks.decode(c, x * c.across + h, y * c.down + v);
                }
            }
        }
    }

    private void reset(List<Component> components) {
        components.forEach(c -> c.last = 0);
        emptyBlocks = 0;
    }

    private static int place(Component c, int across, int down) {
        return 64 * (down * c.allAcross + across);
    }

    private void first(Component c, int across, int down) throws JpegException {
        c.last += bits.readSigned(c.first.read(bits));
        c.coefficients[place(c, across, down)] = (short) (c.last << bit);
    }

    private void refineFirst(Component c, int across, int down) throws JpegException {
        c.coefficients[place(c, across, down)] |= (short) (bits.read(1) << bit);
    }

    private void others(Component c, int across, int down) throws JpegException {
        if (emptyBlocks > 0) {
            emptyBlocks--;
            return;
        }
        int at = place(c, across, down);
        for (int k = from; k <= to; k++) {
            int symbol = c.others.read(bits);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size == 0 && run < 15) {
                emptyBlocks = (1 << run) + bits.read(run) - 1;
                return;
            }
            k += run;
            if (k > to) {
                throw JpegException.damaged("a block has too many coefficients");
            }
            c.coefficients[at + ZIGZAG[k]] = (short) (bits.readSigned(size) << bit);
        }
    }

    private void refineOthers(Component c, int across, int down) throws JpegException {
        int at = place(c, across, down);
        int k = from;
        while (emptyBlocks == 0 && k <= to) {
            int symbol = c.others.read(bits);
            int run = symbol >> 4;
            int size = symbol & 15;
            int fresh = 0;
            if (size == 1) {
                fresh = bits.read(1) == 1 ? 1 << bit : -1 << bit;
            } else if (size != 0) {
                throw JpegException.damaged("a coefficient is refined by more than a bit");
            } else if (run < 15) {
                emptyBlocks = (1 << run) + bits.read(run);
                break;
            }
            k = refine(c.coefficients, at, k, run);
            if (fresh != 0) {
                if (k > to) {
                    throw JpegException.damaged("a block has too many coefficients");
                }
                c.coefficients[at + ZIGZAG[k]] = (short) fresh;
            }
            k++;
        }
        if (emptyBlocks > 0) {
            refine(c.coefficients, at, k, 64);
            emptyBlocks--;
        }
    }

    /** Refines those that are not zero, past so many zeros; answers where the next zero after these is. */
    private int refine(short[] coefficients, int at, int start, int zeros) throws JpegException {
        int left = zeros;
        int k = start;
        for (; k <= to; k++) {
            int place = at + ZIGZAG[k];
            int value = coefficients[place];
            if (value == 0) {
                if (left-- == 0) {
                    break;
                }
            } else if (bits.read(1) == 1 && (value & (1 << bit)) == 0) {
                coefficients[place] = (short) (value + (value > 0 ? 1 << bit : -1 << bit));
            }
        }
        return k;
    }
}
