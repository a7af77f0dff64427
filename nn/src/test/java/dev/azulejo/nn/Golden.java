package dev.azulejo.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.nn.safetensors.SafetensorsFile;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Files that src/test/python/golden_nn.py made with PyTorch, and how near to them is near enough. */
public final class Golden {
    private Golden() {}

    /**
     * A golden file.
     *
     * @param name its name without the ending
     * @return where it is
     */
    public static Path path(String name) {
        try {
            return Path.of(Golden.class.getResource(name + ".safetensors").toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * A golden file, read.
     *
     * @param name its name without the ending
     * @return its tensors
     */
    public static SafetensorsFile read(String name) {
        return SafetensorsFile.read(path(name));
    }

    /**
     * Compares whole tensors by the norm of their difference.
     *
     * @param actual computed here
     * @param expected computed by PyTorch
     * @param tolerance relative to the norm of what is expected
     * @param what for a message
     */
    public static void assertClose(float[] actual, float[] expected, double tolerance, String what) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < actual.length; i++) {
            difference += Math.pow((double) actual[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        assertThat(Math.sqrt(difference / norm)).as(what).isLessThan(tolerance);
    }
}
