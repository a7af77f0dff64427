package dev.azulejo.nn.data.jpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * A JPEG file, sequential or progressive, with Huffman codes and samples of eight bits: what cameras, phones and the web
 * write.
 *
 * <p>Written here, though the JDK reads JPEG, because a data set must be the same pixels everywhere: some builds of the JDK
 * bring one libjpeg and some take the system's, which differ; both apply colour profiles or refuse a whole picture for an odd
 * one; and of damage they tell the first in words alone. The samples are those of libjpeg-turbo, bit by bit: its whole
 * numbers of the cosine transform, of the interpolation of coarse chroma and of the colours.
 *
 * <p>Anything wrong in a scan is damage: a missing or wrong marker, a code that is none, bytes too few or too many. What is
 * between the scans is skipped where it does not matter.
 */
public final class Jpeg {
    /** Encoders pad to words. More bytes between the last block and the end, unless all zero, are blocks that got lost. */
    private static final int PADDING = 3;

    /** A picture has some ten; each takes a walk over all of it, so that thousands would be an attack. */
    private static final int MOST_SCANS = 256;

    private static final int TEM = 0x01;
    private static final int SOF0 = 0xC0;
    private static final int SOF2 = 0xC2;
    private static final int DHT = 0xC4;
    private static final int DAC = 0xCC;
    private static final int RST0 = 0xD0;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DQT = 0xDB;
    private static final int DNL = 0xDC;
    private static final int DRI = 0xDD;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COM = 0xFE;

    private final byte[] file;
    private int at = 2;

    private final Tables tables = new Tables();
    private int interval;
    private boolean jfif;
    private int transform = -1;
    private byte[] exif = new byte[0];
    private Frame frame;
    private int scans;

    private Jpeg(byte[] file) {
        this.file = file;
    }

    /**
     * Reads up to the size of a picture.
     *
     * @param file a whole file, which is kept
     * @return the picture, still to be decoded
     * @throws JpegException if this is no JPEG, or of a kind that is not read
     */
    public static Jpeg open(byte[] file) throws JpegException {
        if (file.length < 2 || file[0] != (byte) 0xFF || file[1] != (byte) 0xD8) {
            throw new JpegException("not a JPEG");
        }
        Jpeg jpeg = new Jpeg(file);
        while (jpeg.frame == null) {
            if (!jpeg.segment()) {
                throw JpegException.damaged("it has no picture");
            }
        }
        return jpeg;
    }

    /** {@return the rows of the picture, at least 1} */
    public int height() {
        return frame.height();
    }

    /** {@return the columns of the picture, at least 1} */
    public int width() {
        return frame.width();
    }

    /**
     * {@return the TIFF structure of the first Exif segment before the size, with what the camera notes; nothing if
     *     there is none}
     */
    public byte[] exif() {
        return exif.clone();
    }

    /** {@return the bytes that {@link #decode} takes for samples and coefficients} */
    public long bytes() {
        return frame.bytes();
    }

    /** Takes the rows of a picture, from the top. */
    public interface Rows {
        /**
         * Takes one.
         *
         * @param y which
         * @param rgb holds it, among others, and is used again
         * @param from where its bytes begin: [width, 3]
         */
        void row(int y, byte[] rgb, int from);
    }

    /**
     * Reads the whole picture; once.
     *
     * @param rows takes it
     * @throws JpegException if it is damaged or cut short; then {@code rows} was given nothing
     */
    public void decode(Rows rows) throws JpegException {
        frame.allocate();
        boolean more = true;
        while (more) {
            more = segment();
        }
        List<Component> components = frame.components();
        if (!components.stream().allMatch(Component::isWhole)) {
            throw new JpegException("cut short (scans are missing)");
        }
        components.forEach(Component::finish);
        new Strip(frame, Colours.of(components, jfif, transform)).run(rows);
    }

    /** Reads the next segment, and the scan that follows if it heads one; answers whether there may be another. */
    private boolean segment() throws JpegException {
        int before = at;
        int marker = marker();
        if (scans > 0) {
            checkNothingLost(before, at - 2, marker);
        }
        if (marker == EOI || isAlone(marker)) {
            return marker != EOI;
        }
        if (at + 2 > file.length) {
            throw JpegException.cut();
        }
        int length = (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
        int end = at + length;
        if (length < 2) {
            throw JpegException.damaged("a segment is too short");
        }
        if (end > file.length) {
            throw JpegException.cut();
        }
        Segment segment = new Segment(file, at + 2, end);
        at = end;
        switch (marker) {
            case DQT -> tables.readQuantizers(segment);
            case DHT -> tables.readHuffman(segment);
            case DRI -> interval = segment.next2();
            case SOS -> scan(segment);
            case APP0 -> jfif |= segment.begins("JFIF\0");
            case APP14 -> adobe(segment);
            case APP1 -> exif(segment);
            default -> {
                if (marker >= SOF0 && marker < SOF0 + 16 && marker != DAC && marker != 0xC8) {
                    frame(marker, segment);
                } else if ((marker < APP0 && marker != DAC && marker != DNL) || (marker > APP15 && marker != COM)) {
                    throw JpegException.damaged("a marker " + Integer.toHexString(marker));
                }
            }
        }
        return true;
    }

    /** The next marker, past bytes that belong to nothing. */
    private int marker() throws JpegException {
        for (; at + 1 < file.length; at++) {
            int second = file[at + 1] & 0xFF;
            if (file[at] == (byte) 0xFF && second != 0 && second != 0xFF) {
                at += 2;
                return second;
            }
        }
        throw JpegException.cut();
    }

    private static boolean isAlone(int marker) {
        return marker == TEM || (marker >= RST0 && marker < RST0 + 8);
    }

    private void adobe(Segment segment) throws JpegException {
        if (segment.begins("Adobe") && segment.left() >= 7) {
            segment.next(6);
            transform = segment.next();
        }
    }

    private void exif(Segment segment) throws JpegException {
        if (exif.length == 0 && segment.begins("Exif\0") && segment.left() > 0) {
            segment.next();
            exif = segment.next(segment.left());
        }
    }

    private void frame(int marker, Segment segment) throws JpegException {
        if (frame != null) {
            throw JpegException.damaged("it has two frame headers");
        }
        if (marker > SOF2) {
            throw new JpegException("an arithmetic, lossless or hierarchical JPEG; save it as an ordinary one");
        }
        frame = Frame.of(segment, marker == SOF2);
    }

    private void scan(Segment segment) throws JpegException {
        if (frame == null) {
            throw JpegException.damaged("a scan before its frame");
        }
        if (scans++ == MOST_SCANS) {
            throw JpegException.damaged("more than " + MOST_SCANS + " scans");
        }
        List<Component> chosen = new ArrayList<>();
        int count = segment.next();
        for (int i = 0; i < count; i++) {
            int id = segment.next();
            int codes = segment.next();
            Component component = frame.components().stream()
                    .filter(c -> c.id == id && !chosen.contains(c))
                    .findFirst()
                    .orElseThrow(() -> JpegException.damaged("a scan of no component"));
            component.first = tables.first(codes >> 4);
            component.others = tables.others(codes & 15);
            if (component.quantizer == null) {
                component.quantizer = tables.quantizer(component.steps);
            }
            chosen.add(component);
        }
        if (chosen.isEmpty()) {
            throw JpegException.damaged("a scan of no component");
        }
        Scan.Range range = Scan.Range.of(segment, frame.progressive(), chosen);
        segment.end();
        at = Scan.read(file, at, frame, chosen, range, interval);
    }

    /** Nothing may lie before the markers after a scan but bytes that fill, and before the last of them padding. */
    private void checkNothingLost(int from, int to, int marker) throws JpegException {
        int end = to;
        while (end > from && (file[end - 1] == (byte) 0xFF || (marker == EOI && file[end - 1] == 0))) {
            end--;
        }
        if (isAlone(marker) || end - from > (marker == EOI ? PADDING : 0)) {
            throw JpegException.damaged("bytes are left over after a scan");
        }
    }
}
