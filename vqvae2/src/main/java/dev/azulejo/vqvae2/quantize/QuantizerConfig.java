package dev.azulejo.vqvae2.quantize;

import dev.azulejo.nn.Initializer;
import java.util.List;

/**
 * The settings of the quantizers that replace the vectors of every level by codes: a record for each kind of quantizer.
 */
public sealed interface QuantizerConfig permits TableConfig, FiniteScalarQuantizer.Config {
    /** {@return the number of codes K, one for all levels or one per level, the finest first} */
    List<Integer> codes();

    /** {@return the elements of a code D, one for all levels or one per level, the finest first} */
    List<Integer> codeDim();

    /** {@return how many codes each position has} */
    default int depth() {
        return 1;
    }

    /**
     * A quantizer with its first codes.
     *
     * @param level the level, 0 for the bottom
     * @param init draws the codes
     * @return the quantizer
     */
    VectorQuantizer create(int level, Initializer init);

    /**
     * The number of codes of a level.
     *
     * @param level the level, 0 for the bottom
     * @return K
     */
    default int codes(int level) {
        return PerLevel.at(codes(), level);
    }

    /**
     * The elements of a code of a level.
     *
     * @param level the level, 0 for the bottom
     * @return D
     */
    default int dimension(int level) {
        return PerLevel.at(codeDim(), level);
    }
}
