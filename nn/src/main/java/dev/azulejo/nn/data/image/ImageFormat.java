package dev.azulejo.nn.data.image;

import java.nio.charset.StandardCharsets;

/**
 * The format of a file by its first bytes: the formats that are read, and those that are often met under their names.
 */
enum ImageFormat {
    PNG("a PNG image"),
    JPEG("a JPEG image"),
    BMP("a BMP image"),
    GIF("a GIF image"),
    WEBP("a WebP image"),
    AVIF("an AVIF image"),
    HEIC("a HEIC image"),
    TIFF("a TIFF image"),
    PSD("a Photoshop file"),
    JPEG_XL("a JPEG XL image"),
    JPEG_2000("a JPEG 2000 image"),
    ICON("a Windows icon"),
    SVG("an SVG drawing"),
    PDF("a PDF document"),
    VIDEO("a video"),
    EXR("an OpenEXR image"),
    DDS("a DDS texture"),
    HTML("a web page"),
    ZIP("an archive"),
    OTHER("no image");

    /** The number of bytes that {@link #of} looks at. */
    static final int HEAD = 256;

    private final String words;

    ImageFormat(String words) {
        this.words = words;
    }

    String inWords() {
        return words;
    }

    static ImageFormat of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
            return GIF;
        }
        if (text.startsWith("BM")) {
            return BMP;
        }
        if (text.startsWith("RIFF")) {
            return text.startsWith("WEBP", 8) ? WEBP : text.startsWith("AVI ", 8) ? VIDEO : OTHER;
        }
        if (text.startsWith("ftyp", 4)) {
            return ofBrand(text.substring(8, Math.min(12, text.length())));
        }
        return ofRarer(text);
    }

    /** The format of a file of the MP4 family, by the brand it names first. */
    private static ImageFormat ofBrand(String brand) {
        return switch (brand) {
            case "avif", "avis" -> AVIF;
            case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1" -> HEIC;
            default -> VIDEO;
        };
    }

    private static ImageFormat ofRarer(String text) {
        if (text.startsWith("II*\0") || text.startsWith("MM\0*") || text.startsWith("II+\0")) {
            return TIFF;
        }
        if (text.startsWith("8BPS")) {
            return PSD;
        }
        if (text.startsWith("\u00ff\n") || text.startsWith("\0\0\0\fJXL ")) {
            return JPEG_XL;
        }
        if (text.startsWith("\0\0\0\fjP  ") || text.startsWith("\u00ffO\u00ffQ")) {
            return JPEG_2000;
        }
        if (text.startsWith("\0\0\1\0") || text.startsWith("\0\0\2\0")) {
            return ICON;
        }
        if (text.startsWith("%PDF")) {
            return PDF;
        }
        if (text.startsWith("v/1\1")) {
            return EXR;
        }
        if (text.startsWith("DDS ")) {
            return DDS;
        }
        if (text.startsWith("PK\3\4") || text.startsWith("\u001f\u008b")) {
            return ZIP;
        }
        String lower = text.stripLeading().toLowerCase(java.util.Locale.ROOT);
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            return HTML;
        }
        return lower.startsWith("<svg") || (lower.startsWith("<?xml") && lower.contains("<svg")) ? SVG : OTHER;
    }
}
