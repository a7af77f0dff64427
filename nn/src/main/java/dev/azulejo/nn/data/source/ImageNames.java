package dev.azulejo.nn.data.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The meaning of the ending of a file's name: an image that can be read, one that cannot, or something else. */
final class ImageNames {
    /** The endings as they are told to people, without the rarer ones of the same formats. */
    static final String EXPECTED = ".png, .jpg, .jpeg, .bmp or .gif";

    private static final Set<String> READ =
            Set.of(".png", ".apng", ".jpg", ".jpeg", ".jpe", ".jfif", ".pjpeg", ".pjp", ".bmp", ".dib", ".gif");

    /** Pictures in formats that the JDK cannot decode, as folders of photos have them. */
    private static final Set<String> NOT_READ = Set.copyOf(List.of(
            (".webp .tif .tiff .heic .heif .avif .jxl .jp2 .j2k .jpx .svg .ico .psd .xcf .tga .pcx .ppm .pgm .pbm .pnm"
                            + " .pfm .exr .hdr .qoi .dds .raw .dng .cr2 .cr3 .nef .arw .orf .rw2 .raf")
                    .split(" ")));

    private ImageNames() {}

    /** {@return whether a file is named as an image that can be read} */
    static boolean isRead(Path file) {
        return READ.contains(ending(file));
    }

    /** {@return whether a file is named as an image of a format that cannot be read} */
    static boolean isOtherPicture(Path file) {
        return NOT_READ.contains(ending(file));
    }

    /** The last dot of a name and what follows, in small letters; empty if there is none. */
    static String ending(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    }

    /** Hidden files, and what a Mac leaves in archives. */
    static boolean isHidden(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || name.equals("__MACOSX");
    }
}
