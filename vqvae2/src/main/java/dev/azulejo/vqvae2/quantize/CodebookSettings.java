package dev.azulejo.vqvae2.quantize;

import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.config.Setting;
import java.util.List;

/**
 * The settings of every quantizer that has a table of codes.
 *
 * @param codes K, number of codes
 * @param codeDim D, elements of a code
 * @param beta weight of the commitment loss
 * @param estimator how gradients pass the choice of a code
 */
public record CodebookSettings(
        @Setting(value = "512", min = 2, max = 65536, help = "codes of a codebook, also per level")
        List<Integer> codes,

        @Setting(value = "64", min = 1, max = 4096, help = "elements of a code, also per level")
        List<Integer> codeDim,

        @Setting(value = "0.25", min = 0, max = 100, help = "weight of the commitment loss")
        double beta,

        @Setting(
                value = "straight-through",
                later = true,
                help = "how gradients pass the choice of a code: unchanged, or turned and stretched as the vector is"
                        + " onto it")
        Estimator estimator) {
    /** Checks the numbers. */
    public CodebookSettings {
        Schema.check(CodebookSettings.class, codes, codeDim, beta, estimator);
        codes = List.copyOf(codes);
        codeDim = List.copyOf(codeDim);
    }
}
