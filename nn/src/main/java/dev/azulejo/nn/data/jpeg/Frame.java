package dev.azulejo.nn.data.jpeg;

import java.util.ArrayList;
import java.util.List;

/** The frame header of a JPEG: the size, the components and how they are coded. */
record Frame(int height, int width, boolean progressive, List<Component> components, int most, int mostDown) {
    private static final int LONGEST_FACTOR = 4;

    /** Reads the segment of a marker SOF0, SOF1 or SOF2. */
    static Frame of(Segment segment, boolean progressive) throws JpegException {
        int bits = segment.next();
        int height = segment.next2();
        int width = segment.next2();
        int count = segment.next();
        if (bits != 8) {
            throw new JpegException("a JPEG of " + bits + " bits; save it with 8");
        }
        if (height == 0 || width == 0) {
            throw JpegException.damaged("it is " + width + "x" + height + " pixels");
        }
        if (count != 1 && count != 3 && count != 4) {
            throw new JpegException("a JPEG of " + count + " components, whose colours are unknown");
        }
        List<Component> components = new ArrayList<>();
        int most = 1;
        int mostDown = 1;
        for (int i = 0; i < count; i++) {
            int id = segment.next();
            int factors = segment.next();
            Component component = new Component(id, factors >> 4, factors & 15, segment.next());
            if (component.across < 1
                    || component.across > LONGEST_FACTOR
                    || component.down < 1
                    || component.down > LONGEST_FACTOR
                    || component.steps > 3) {
                throw JpegException.damaged("its frame header");
            }
            components.add(component);
            most = Math.max(most, component.across);
            mostDown = Math.max(mostDown, component.down);
        }
        segment.end();
        for (Component component : components) {
            if (most % component.across != 0 || mostDown % component.down != 0) {
                throw new JpegException("a JPEG with fractional sampling; save it again");
            }
        }
        return new Frame(height, width, progressive, List.copyOf(components), most, mostDown);
    }

    int unitsAcross() {
        return Math.ceilDiv(width, 8 * most);
    }

    int unitsDown() {
        return Math.ceilDiv(height, 8 * mostDown);
    }

    /** Bytes that decoding takes. */
    long bytes() {
        long bytes = 0;
        for (Component component : components) {
            long across = (long) unitsAcross() * component.across;
            long down = (long) unitsDown() * component.down;
            bytes += (8 * down + 2) * (8 * across + 8) + (progressive ? Short.BYTES * 64 * down * across : 0);
        }
        return bytes;
    }

    /** Makes the room for what the scans say. */
    void allocate() {
        for (Component c : components) {
            c.width = Math.ceilDiv(width * c.across, most);
            c.height = Math.ceilDiv(height * c.down, mostDown);
            c.blocksAcross = Math.ceilDiv(c.width, 8);
            c.blocksDown = Math.ceilDiv(c.height, 8);
            c.allAcross = unitsAcross() * c.across;
            c.allDown = unitsDown() * c.down;
            c.allocate(progressive);
        }
    }
}
