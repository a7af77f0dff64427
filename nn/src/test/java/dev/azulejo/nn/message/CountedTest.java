package dev.azulejo.nn.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class CountedTest {
    @Test
    void oneIsOneAndDigitsAreThoseOfEveryMachine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            assertThat(Counted.of(0, "image")).isEqualTo("0 images");
            assertThat(Counted.of(1, "level")).isEqualTo("1 level");
            assertThat(Counted.of(1, "class")).isEqualTo("1 class");
            assertThat(Counted.of(12345, "class")).isEqualTo("12,345 classes");
        } finally {
            Locale.setDefault(before);
        }
    }
}
