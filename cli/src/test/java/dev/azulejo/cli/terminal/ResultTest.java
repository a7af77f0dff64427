package dev.azulejo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ResultTest {
    @Test
    void valuesAreWrittenOnceAndReadTwice() {
        Result result = new Result()
                .with("step", 12)
                .with("loss", 0.123456789)
                .with("out", "a {step} $1 \\ b.png")
                .saying("next", "azulejo sample");
        assertThat(result.json()).containsOnlyKeys("step", "loss", "out").containsEntry("loss", 0.123456789);
        assertThat(result.text("step {step}, loss {loss:%.3f} in {out}; next: {next}"))
                .isEqualTo("step 12, loss 0.123 in a {step} $1 \\ b.png; next: azulejo sample");
    }

    @Test
    void whatPeopleReadMayDifferFromTheJson() {
        Result result = new Result().with("psnr", null).saying("decibels", Double.POSITIVE_INFINITY);
        assertThat(result.text("{psnr}, {decibels:%.2f} dB")).isEqualTo("null, Infinity dB");
    }

    @Test
    void aNameThatIsNotThereIsAMistakeOfTheProgram() {
        assertThatThrownBy(() -> new Result().text("{mse:%.5f}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no value mse");
    }
}
