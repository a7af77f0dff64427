package dev.azulejo.task;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Parameters;
import dev.azulejo.vqvae2.quantize.Codebook;
import dev.azulejo.vqvae2.quantize.VectorQuantizer;

// @start region="quantizer"
/**
 * Every element becomes -1 or 1, whichever is nearer, and the bits together are the code
 * (Yu et al. 2023, arXiv 2310.05737). Nothing is learned; the loss keeps vectors near codes.
 */
record BinaryQuantizer(Codebook codebook) implements VectorQuantizer {
    static BinaryQuantizer of(Engine engine, int bits) {
        float[] table = new float[(1 << bits) * bits];
        for (int i = 0; i < table.length; i++) {
            table[i] = (((i / bits) >> (i % bits)) & 1) == 0 ? -1 : 1;
        }
        return new BinaryQuantizer(new Codebook(engine.state(Shape.of(1 << bits, bits), table)));
    }

    @Override
    public Quantized quantize(Tensor z) {
        IntTensor indices = encode(z);
        Tensor codes = lookup(indices);
        Tensor loss = z.meanSquaredError(codes).scale(0.25f);
        return new Quantized(z.straightThrough(codes), indices, loss);
    }

    @Override
    public void describe(Parameters into) {} // Nothing is learned.
}
// @end
