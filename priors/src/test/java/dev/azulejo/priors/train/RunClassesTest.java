package dev.azulejo.priors.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.data.split.ClassCount;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunClassesTest {
    @ParameterizedTest
    @CsvSource({"1, 0", "10, 1", "2, 2", "3, 3", "4, 4", "cat, 4", "Cat, 5", "MU\u0308LLER, 6", "M\u00fcller, 6", "0, 0"
    })
    void aNameComesBeforeANumberAndTheExactOneFirst(String wanted, int expected) {
        RunClasses classes = classes("1", "10", "2", "3", "cat", "Cat", "M\u00fcller");
        assertThat(classes.find(wanted)).isEqualTo(expected);
    }

    @Test
    void whatIsNoClassOrTwoOrNeverLearnedIsRefused() {
        refused(classes("a", "b"), "2", "expected a number from 0 to 1, or a name: a, b");
        refused(classes("cat", "Cat"), "CAT", "is that \"cat\" or \"Cat\"?");
        refused(classes("sneaker", "bag"), "sneker", "did you mean \"sneaker\"?");
        refused(classes(), "a", "trained without classes");
        RunClasses gap = new RunClasses(
                Stream.of(new ClassCount("0", 0, 3), new ClassCount("1", 2, 0)).toList());
        refused(gap, "0", "learned from no image of 0");
        assertThat(gap.inTurn()).containsExactly(1);
    }

    private static void refused(RunClasses classes, String wanted, String message) {
        assertThatThrownBy(() -> classes.find(wanted))
                .isInstanceOf(NoSuchClassException.class)
                .hasMessageContaining(message);
    }

    private static RunClasses classes(String... names) {
        return new RunClasses(
                Stream.of(names).map(name -> new ClassCount(name, 1, 0)).toList());
    }
}
