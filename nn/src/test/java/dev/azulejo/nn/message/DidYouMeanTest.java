package dev.azulejo.nn.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
    private static final List<String> KNOWN = List.of("fashion-mnist", "learning-rate", "batch", "seed");

    @ParameterizedTest
    @CsvSource({
        "fashon-mnist, fashion-mnist",
        "FashionMNIST, fashion-mnist",
        "fashion_mnits, fashion-mnist",
        "learningRate, learning-rate",
        "bacth, batch",
        "batches, batch",
        "sed, seed",
        "mnist, ''",
        "photos, ''",
        "'', ''",
    })
    void findsTheNearestIfNear(String word, String expected) {
        assertThat(DidYouMean.to(word, KNOWN).orElse("")).isEqualTo(expected);
    }

    @Test
    void survivesALongWord() {
        assertThat(DidYouMean.to("x".repeat(1_000_000), KNOWN)).isEmpty();
    }
}
