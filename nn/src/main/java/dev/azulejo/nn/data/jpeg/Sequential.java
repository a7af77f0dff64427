package dev.azulejo.nn.data.jpeg;

/** The blocks of a sequential scan: all that there is of each, its coefficients one after the other. */
final class Sequential implements Scan.BlockDecoder {
    private final Bits bits;

    Sequential(Bits bits) {
        this.bits = bits;
    }

    @Override
    public void decode(Component c, int across, int down) throws JpegException {
        int block = c.blocks.next(across, down);
        c.last += bits.readSigned(c.first.read(bits));
        c.blocks.coefficients[block] = (short) c.last * c.quantizer[0];
        others(c.others, c.quantizer, c.blocks.coefficients, block);
    }

    /** The bits are taken along in locals, which are registers: half the time goes by here. */
    private void others(Huffman code, int[] quantizer, int[] coefficients, int block) throws JpegException {
        long next = bits.next;
        int count = bits.count;
        int k = 0;
        while (k < 63) {
            if (count < Bits.FILLED) {
                bits.next = next;
                bits.count = count;
                bits.fill();
                next = bits.next;
                count = bits.count;
            }
            int found = code.coefficient(next);
            next <<= found & 0xFF;
            count -= found & 0xFF;
            int places = found >> 8 & 0xFF;
            k += places;
            if (k > 63) {
                if (places == Huffman.END) {
                    break;
                }
                bits.count = count;
                throw bits.damaged(
                        found == Huffman.NONE ? "no such Huffman code" : "a block has too many coefficients");
            }
            coefficients[Blocks.PLACES[k] + block] = (found >> 16) * quantizer[k];
        }
        bits.next = next;
        bits.count = count;
        bits.check();
    }
}
