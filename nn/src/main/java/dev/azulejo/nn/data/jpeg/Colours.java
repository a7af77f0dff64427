package dev.azulejo.nn.data.jpeg;

import java.util.List;

/**
 * The meaning of a picture's components, and how they become red, green and blue: by the formulas of JFIF and Adobe in
 * the whole numbers of libjpeg, whatever colour profile the file carries.
 */
enum Colours {
    GREY {
        @Override
        void convert(byte[][] rows, int width, byte[] rgb) {
            for (int x = 0, at = 0; x < width; x++) {
                byte value = rows[0][x];
                rgb[at++] = value;
                rgb[at++] = value;
                rgb[at++] = value;
            }
        }
    },
    RGB {
        @Override
        void convert(byte[][] rows, int width, byte[] rgb) {
            for (int x = 0, at = 0; x < width; x++) {
                rgb[at++] = rows[0][x];
                rgb[at++] = rows[1][x];
                rgb[at++] = rows[2][x];
            }
        }
    },
    YCC {
        @Override
        void convert(byte[][] rows, int width, byte[] rgb) {
            for (int x = 0, at = 0; x < width; x++) {
                int luma = rows[0][x] & 0xFF;
                int blue = (rows[1][x] & 0xFF) - 128;
                int red = (rows[2][x] & 0xFF) - 128;
                rgb[at++] = clamp(luma + ((91881 * red + HALF) >> 16)); // 1.402
                rgb[at++] = clamp(luma + ((-22554 * blue - 46802 * red + HALF) >> 16)); // 0.34414, 0.71414
                rgb[at++] = clamp(luma + ((116130 * blue + HALF) >> 16)); // 1.772
            }
        }
    },
    /** Stored inverted, as Adobe does and all who read it expect: 255 is no ink. */
    CMYK {
        @Override
        void convert(byte[][] rows, int width, byte[] rgb) {
            for (int x = 0, at = 0; x < width; x++) {
                int black = rows[3][x] & 0xFF;
                rgb[at++] = product(rows[0][x] & 0xFF, black);
                rgb[at++] = product(rows[1][x] & 0xFF, black);
                rgb[at++] = product(rows[2][x] & 0xFF, black);
            }
        }
    },
    /** CMYK whose first three were taken for 255 minus red, green and blue, and made luma and chroma. */
    YCCK {
        @Override
        void convert(byte[][] rows, int width, byte[] rgb) {
            YCC.convert(rows, width, rgb);
            for (int x = 0, at = 0; x < width; x++) {
                int black = rows[3][x] & 0xFF;
                for (int c = 0; c < 3; c++, at++) {
                    rgb[at] = product(255 - (rgb[at] & 0xFF), black);
                }
            }
        }
    };

    private static final int HALF = 1 << 15;

    /** Makes a row of [width, 3] of a row of each component. */
    abstract void convert(byte[][] rows, int width, byte[] rgb);

    private static byte clamp(int value) {
        return (byte) Math.clamp(value, 0, 255);
    }

    private static byte product(int a, int b) {
        return (byte) ((a * b + 127) / 255);
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
