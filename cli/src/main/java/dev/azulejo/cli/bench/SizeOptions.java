package dev.azulejo.cli.bench;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as options take them, joined by x: one number stands for all. */
public final class SizeOptions {
    private SizeOptions() {}

    /**
     * Height and width.
     *
     * @param height rows
     * @param width columns
     */
    record Plane(int height, int width) {
        @Override
        public String toString() {
            return height + "x" + width;
        }
    }

    /**
     * A product of an M x K with a K x N matrix.
     *
     * @param m rows of the result
     * @param n columns of the result
     * @param k length of the inner products
     */
    record Product(int m, int n, int k) {
        long flops() {
            return 2L * m * n * k;
        }

        @Override
        public String toString() {
            return m == n && n == k ? String.valueOf(m) : m + "x" + n + "x" + k;
        }
    }

    /** {@code 64} or {@code 48x64}. */
    static final class ToPlane implements ITypeConverter<Plane> {
        @Override
        public Plane convert(String text) {
            int[] sizes = parse(text, 2, 65536, "64 or 48x64 (height x width)");
            return new Plane(sizes[0], sizes[1]);
        }
    }

    /** {@code 512} or {@code 1000x777x333}: each of the three matrices must fit in an array. */
    static final class ToProduct implements ITypeConverter<Product> {
        @Override
        public Product convert(String text) {
            int[] sizes = parse(text, 3, 32768, "512 or 1000x777x333 (MxNxK)");
            return new Product(sizes[0], sizes[1], sizes[2]);
        }
    }

    private static int[] parse(String text, int count, int most, String example) {
        String[] parts = text.strip().split("x", -1);
        int[] sizes = Arrays.stream(parts)
                .mapToInt(part -> part.matches("[0-9]{1,9}") ? Integer.parseInt(part) : 0)
                .filter(size -> size >= 1 && size <= most)
                .toArray();
        if (sizes.length == parts.length && sizes.length == count) {
            return sizes;
        }
        if (sizes.length == parts.length && sizes.length == 1) {
            int[] all = new int[count];
            Arrays.fill(all, sizes[0]);
            return all;
        }
        throw new TypeConversionException("expected sizes from 1 to " + most + " as in " + example + ", found " + text);
    }
}
