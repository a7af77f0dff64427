package dev.azulejo.engine.tornado;

/**
 * The shape of a work-group's tile of a product: rows and columns of work-items, and the rectangle of each.
 *
 * @param rowsOfItems work-items along a column, a power of two
 * @param columns work-items along a row
 * @param itemRows rows of a work-item's rectangle
 * @param itemColumns columns of it
 */
record Tiles(int rowsOfItems, int columns, int itemRows, int itemColumns) {
    /** 128 by 128: where a product is large both ways. */
    static final Tiles LARGE = new Tiles(16, 16, 8, 8);

    /** 256 by 64: where it is large and has few columns. */
    static final Tiles TALL = new Tiles(32, 8, 8, 8);

    /** 64 by 64: where there would be too few groups. */
    static final Tiles SMALL = new Tiles(16, 16, 4, 4);

    /** 256 by 16: for few columns. */
    static final Tiles NARROW = new Tiles(64, 4, 4, 4);

    /** 256 by 4: for the three channels of an image. */
    static final Tiles THIN = new Tiles(256, 1, 1, 4);

    /** 128 by 128 by half the items: faster than LARGE where an operand's place costs no arithmetic, slower for patches. */
    static final Tiles PLAIN = new Tiles(8, 16, 16, 8);

    /** Work-groups below which a device of some hundred multiprocessors idles. */
    private static final int ENOUGH = 132;

    int rows() {
        return rowsOfItems * itemRows;
    }

    int across() {
        return columns * itemColumns;
    }

    int items() {
        return rowsOfItems * columns;
    }

    int groups(int slabs, int m, int n) {
        return slabs * Math.ceilDiv(m, rows()) * Math.ceilDiv(n, across());
    }

    /** {@return whether the groups keep a device of some hundred multiprocessors busy} */
    boolean enough(int slabs, int m, int n) {
        return groups(slabs, m, n) >= ENOUGH;
    }

    int packed() {
        return columns | itemRows << 8 | itemColumns << 16 | Integer.numberOfTrailingZeros(rowsOfItems) << 24;
    }

    /** The tile for a product, by its shape alone. */
    static Tiles of(int slabs, int m, int n) {
        Tiles tiles = SMALL;
        if (n <= 4) {
            tiles = THIN;
        } else if (n <= 16) {
            tiles = NARROW;
        } else if (n <= 64) {
            tiles = TALL.enough(slabs, m, n) ? TALL : SMALL;
        } else if (LARGE.enough(slabs, m, n)) {
            tiles = LARGE;
        }
        return tiles;
    }
}
