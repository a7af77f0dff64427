package dev.azulejo.nn.data.split;

/**
 * Files that were not even tried.
 *
 * @param what which, in a few words: {@code .webp}, {@code test/}
 * @param count how many files
 * @param why in a few words, with what to do where something can be done
 * @param images whether they are images, which somebody may miss
 */
public record IgnoredFiles(String what, int count, String why, boolean images) {
    /** {@return this in words, such as {@code 2 .webp (cannot be read: convert them to PNG or JPEG)}} */
    @Override
    public String toString() {
        return count + " " + what + (why.isEmpty() ? "" : " (" + why + ")");
    }
}
