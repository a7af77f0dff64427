package dev.azulejo.nn.data.jpeg;

import java.util.List;

/**
 * The meaning of a picture's components, and how they become red, green and blue: by the formulas of JFIF and Adobe in
 * the whole numbers of libjpeg, whatever colour profile the file carries.
 */
enum Colours {
    GREY {
        @Override
        void pixels(int[][] samples, int shift, int[] out) {
            int[] greys = samples[0];
            for (int i = 0; i < out.length; i++) {
                out[i] = 0x010101 * (greys[i] >>> shift & 0xFF);
            }
        }
    },
    RGB {
        @Override
        void pixels(int[][] samples, int shift, int[] out) {
            int[] reds = samples[0];
            int[] greens = samples[1];
            int[] blues = samples[2];
            for (int i = 0; i < out.length; i++) {
                out[i] = (reds[i] >>> shift & 0xFF)
                        | (greens[i] >>> shift & 0xFF) << 8
                        | (blues[i] >>> shift & 0xFF) << 16;
            }
        }
    },
    YCC {
        @Override
        void pixels(int[][] samples, int shift, int[] out) {
            green(samples[0], samples[1], samples[2], shift, out);
            add(samples[0], samples[2], 91881, shift, 0, out); // 1.402
            add(samples[0], samples[1], 116130, shift, 16, out); // 1.772
        }
    },
    /** Stored inverted, as Adobe does and all who read it expect: 255 is no ink. */
    CMYK {
        @Override
        void pixels(int[][] samples, int shift, int[] out) {
            RGB.pixels(samples, shift, out);
            darken(out, samples[3], shift);
        }
    },
    /** CMYK whose first three were taken for 255 minus red, green and blue, and made luma and chroma. */
    YCCK {
        @Override
        void pixels(int[][] samples, int shift, int[] out) {
            YCC.pixels(samples, shift, out);
            for (int i = 0; i < out.length; i++) {
                out[i] ^= 0xFFFFFF;
            }
            darken(out, samples[3], shift);
        }
    };

    private static final int HALF = 1 << 15;

    /**
     * Makes a quarter of the pixels of a row, one of each int of samples.
     *
     * @param samples a row of each component, four samples an int
     * @param shift where in each int the samples lie
     * @param out gets the pixels, red in the lowest byte, then green and blue
     */
    abstract void pixels(int[][] samples, int shift, int[] out);

    /** A loop for each colour: C2 makes vectors of these, but not of one that does it all. */
    private static void green(int[] lumas, int[] blues, int[] reds, int shift, int[] out) {
        for (int i = 0; i < out.length; i++) {
            int luma = lumas[i] >>> shift & 0xFF;
            int blue = (blues[i] >>> shift & 0xFF) - 128;
            int red = (reds[i] >>> shift & 0xFF) - 128;
            out[i] = clamp(luma + ((-22554 * blue - 46802 * red + HALF) >> 16)) << 8; // 0.34414, 0.71414
        }
    }

    private static void add(int[] lumas, int[] chromas, int factor, int shift, int to, int[] out) {
        for (int i = 0; i < out.length; i++) {
            int luma = lumas[i] >>> shift & 0xFF;
            int chroma = (chromas[i] >>> shift & 0xFF) - 128;
            out[i] |= clamp(luma + ((factor * chroma + HALF) >> 16)) << to;
        }
    }

    private static int clamp(int value) {
        return Math.min(Math.max(value, 0), 255);
    }

    /** Multiplies each colour by how much black ink leaves of it. */
    private static void darken(int[] pixels, int[] blacks, int shift) {
        for (int i = 0; i < pixels.length; i++) {
            int black = blacks[i] >>> shift & 0xFF;
            pixels[i] = product(pixels[i] & 0xFF, black)
                    | product(pixels[i] >>> 8 & 0xFF, black) << 8
                    | product(pixels[i] >>> 16, black) << 16;
        }
    }

    private static int product(int a, int b) {
        return (a * b + 127) / 255;
    }

    /**
     * {@return what the markers before the picture say, as libjpeg reads them: JFIF is luma and chroma; else Adobe's
     *     transform decides (-1 if there is none); else three components are red, green and blue only if they are
     *     called so}
     */
    static Colours of(List<Component> components, boolean jfif, int transform) {
        return switch (components.size()) {
            case 1 -> GREY;
            case 3 -> {
                boolean named =
                        components.get(0).id == 'R' && components.get(1).id == 'G' && components.get(2).id == 'B';
                yield !jfif && (transform == 0 || (transform < 0 && named)) ? RGB : YCC;
            }
            default -> transform <= 0 ? CMYK : YCCK;
        };
    }
}
