package dev.azulejo.vqvae2.quantize;

import java.util.List;

/** The kinds of quantizer that have a table of codes. */
public sealed interface TableConfig extends QuantizerConfig
        permits GradientQuantizer.Config, EmaQuantizer.Config, CosineQuantizer.Config, ResidualQuantizer.Config {
    /** {@return the settings of the table} */
    CodebookSettings codebook();

    @Override
    default List<Integer> codes() {
        return codebook().codes();
    }

    @Override
    default List<Integer> codeDim() {
        return codebook().codeDim();
    }
}
