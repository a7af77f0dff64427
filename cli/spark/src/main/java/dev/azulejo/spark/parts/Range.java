package dev.azulejo.spark.parts;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Images from one number to before another.
 *
 * @param from the first
 * @param to one after the last
 */
public record Range(int from, int to) implements Serializable {
    public int count() {
        return to - from;
    }

    /** All images, in ranges of so many. */
    public static List<Range> of(int count, int size) {
        List<Range> ranges = new ArrayList<>();
        for (int from = 0; from < count; from += size) {
            ranges.add(new Range(from, Math.min(count, from + size)));
        }
        return ranges;
    }
}
