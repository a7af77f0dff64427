package dev.azulejo.engine.backend;

/** Kernels that move elements without computing, and the sums that undo them. */
public interface LayoutKernels {
    /**
     * Copies a band of columns: target[r, to + c] = source[r, from + c] for c in [0, count). Concatenation and slices of
     * channels are calls of this; columns of the target outside the band stay.
     *
     * @param source {@code [rows, sourceColumns]}
     * @param sourceColumns columns of the source
     * @param from first column read
     * @param target {@code [rows, targetColumns]}; not the source
     * @param targetColumns columns of the target
     * @param to first column written
     * @param rows number of rows
     * @param count columns copied
     */
    void copyColumns(
            Buffer source,
            int sourceColumns,
            int from,
            @Updates Buffer target,
            int targetColumns,
            int to,
            int rows,
            int count);

    /**
     * Shifts images down and to the right (up and left if negative), zeros coming in: out[n, y, x] = in[n, y - down,
     * x - right].
     *
     * @param in {@code [batch, height, width, channels]}
     * @param out the same shape; not in
     * @param batch images
     * @param height rows
     * @param width columns
     * @param channels channels
     * @param down rows
     * @param right columns
     */
    void shift(Buffer in, @Writes Buffer out, int batch, int height, int width, int channels, int down, int right);

    /**
     * Swaps the middle axes: out[a, c, b, d] = in[a, b, c, d]. Attention's heads are split and merged so.
     *
     * @param in {@code [a, b, c, d]}
     * @param out {@code [a, c, b, d]}; not in
     * @param a first size
     * @param b second size
     * @param c third size
     * @param d fourth size
     */
    void swapMiddle(Buffer in, @Writes Buffer out, int a, int b, int c, int d);

    /**
     * out[r] = table[indices[r]].
     *
     * @param table {@code [entries, channels]}
     * @param indices INT32 {@code [rows]}, each in [0, entries)
     * @param out {@code [rows, channels]}
     * @param rows number of rows
     * @param entries rows of the table
     * @param channels elements a row
     */
    void gather(Buffer table, Buffer indices, @Writes Buffer out, int rows, int entries, int channels);

    /**
     * out = 0, then out[indices[r]] += x[r] in the order of r: the gradient of {@link #gather}.
     *
     * @param x {@code [rows, channels]}
     * @param indices INT32 {@code [rows]}, each in [0, entries)
     * @param out {@code [entries, channels]}
     * @param rows number of rows
     * @param entries rows of the table
     * @param channels elements a row
     */
    void scatterAdd(Buffer x, Buffer indices, @Writes Buffer out, int rows, int entries, int channels);
}
