package dev.azulejo.engine.cpu.vector.conv;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.cpu.vector.gemm.Tile;

/** The choice of a convolution's path, by its shape alone. */
public final class ConvolutionChoice {
    private static final WinogradTransform THREE = new WinogradOfThree();
    private static final WinogradTransform TWO = new WinogradOfTwo();

    /** Channels from which the products of a point are worth its transforms. */
    private static final int FEWEST_CHANNELS = 32;

    /** Tiles that make the transform of the filters worth while: about a register tile of AVX-512's. */
    private static final int FEWEST_TILES = 14;

    /** Channels up to which the columns of a product would be mostly empty. */
    private static final int FEW_CHANNELS = 8;

    private ConvolutionChoice() {}

    /** How Winograd's minimal filtering would tile a convolution, or null where it does not pay. */
    static WinogradTiles winograd(ConvolutionGeometry g) {
        int kernel = g.kernelHeight();
        int stride = g.stride();
        boolean three = kernel == 3 && stride == 1;
        boolean two = kernel == 2 * stride && stride <= 2;
        if (kernel != g.kernelWidth() || !(three || two)) {
            return null;
        }
        if (g.inChannels() % Tile.LANES != 0
                || g.outChannels() % Tile.LANES != 0
                || g.inChannels() < FEWEST_CHANNELS
                || g.outChannels() < FEWEST_CHANNELS) {
            return null;
        }
        var tiles = new WinogradTiles(three ? THREE : TWO, g);
        long outputs = (long) tiles.count() * WinogradTransform.OUTPUTS * WinogradTransform.OUTPUTS;
        long useful = (long) g.batch() * g.outHeight() * g.outWidth();
        return 3 * useful >= 2 * outputs && tiles.count() >= FEWEST_TILES ? tiles : null;
    }

    /** {@return whether an input gradient has so few channels that all its taps make better columns} */
    static boolean scattered(ConvolutionGeometry g) {
        return g.inChannels() <= FEW_CHANNELS
                && g.kernelHeight() * g.kernelWidth() > 1
                && g.kernelHeight() >= g.stride()
                && g.kernelWidth() >= g.stride();
    }
}
