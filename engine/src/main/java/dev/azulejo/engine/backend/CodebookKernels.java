package dev.azulejo.engine.backend;

/** Vector quantization: nearest codes, and codebooks learned by moving averages. */
public interface CodebookKernels {
    /**
     * indices[r] = the k that minimises |z[r] - codebook[k]|², the lowest such k; 0 where no distance is finite.
     *
     * @param z {@code [rows, dimension]}
     * @param codebook {@code [codes, dimension]}
     * @param indices INT32 {@code [rows]}
     * @param rows number of vectors
     * @param codes number of codes
     * @param dimension elements a vector
     */
    void nearest(Buffer z, Buffer codebook, @Writes Buffer indices, int rows, int codes, int dimension);

    /**
     * counts[k] = how many rows have index k.
     *
     * @param indices INT32 {@code [rows]}
     * @param counts FLOAT32 {@code [codes]}
     * @param rows number of vectors
     * @param codes number of codes
     */
    void count(Buffer indices, @Writes Buffer counts, int rows, int codes);

    /**
     * One step of the moving averages of van den Oord et al. 2017 (arXiv 1711.00937, appendix A.1) with Laplace
     * smoothing: N = decay N + (1 - decay) counts, m = decay m + (1 - decay) sums, and
     * codebook[k] = m[k] / ((N[k] + epsilon) / (n + codes epsilon) n) where n = sum of N. A code whose
     * divisor is 0 keeps its vector.
     *
     * @param counts {@code [codes]}, how many vectors of the batch chose each code
     * @param sums {@code [codes, dimension]}, the sums of those vectors
     * @param averageCounts {@code [codes]}, N, updated
     * @param averageSums {@code [codes, dimension]}, m, updated
     * @param codebook {@code [codes, dimension]}, updated
     * @param codes number of codes
     * @param dimension elements a vector
     * @param decay in [0, 1]
     * @param epsilon at least 0
     */
    void movingAverage(
            Buffer counts,
            Buffer sums,
            @Updates Buffer averageCounts,
            @Updates Buffer averageSums,
            @Updates Buffer codebook,
            int codes,
            int dimension,
            float decay,
            float epsilon);

    /**
     * Restarts under-used codes: a code k whose N[k] is below the threshold becomes z[r] with r drawn by
     * Philox4x32-10, word 0 of the counter {@code (k, stream, key[2], 1)} under the key {@code (key[0], key[1])}, modulo
     * rows (unsigned); then N[k] = count and m[k] = count z[r]. Other codes stay as they are.
     *
     * @param z {@code [rows, dimension]}
     * @param averageCounts {@code [codes]}, N
     * @param averageSums {@code [codes, dimension]}, m
     * @param codebook {@code [codes, dimension]}
     * @param rows number of vectors, at least 1
     * @param codes number of codes
     * @param dimension elements a vector
     * @param threshold codes with a smaller N are restarted
     * @param count N of a restarted code
     * @param stream which codebook of the program this is
     * @param key INT32 {@code [3]}: seed (low, high) and step
     */
    void restart(
            Buffer z,
            @Updates Buffer averageCounts,
            @Updates Buffer averageSums,
            @Updates Buffer codebook,
            int rows,
            int codes,
            int dimension,
            float threshold,
            float count,
            int stream,
            Buffer key);
}
