package dev.azulejo.cli.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.bench.peer.Forks.Fork;
import dev.azulejo.nn.io.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether fresh JVMs agree, and what is blamed if not. */
class ForksTest {
    private static Fork fork(double milliseconds, double convolution, double product, double sum) {
        return new Fork(milliseconds, 3, Map.of("convolution", convolution, "product", product, "sum", sum));
    }

    @Test
    void forksThatAgreeAreNoCause() {
        Forks forks = new Forks(List.of(fork(100, 60, 30, 5), fork(104, 63, 31, 5), fork(98, 59, 29, 5)));
        assertThat(forks.complaints()).isEmpty();
        assertThat(forks.median()).isEqualTo(100);
        assertThat(forks.spread()).isCloseTo(0.06, within(1e-12));
    }

    @Test
    void aKernelThatLagsIsNamed() {
        Forks forks = new Forks(List.of(fork(100, 60, 30, 5), fork(180, 61, 110, 5), fork(98, 59, 29, 5)));
        assertThat(forks.complaints()).hasSize(1);
        assertThat(forks.complaints().getFirst())
                .contains("fork 2", "product takes 110.0 ms, 29.0 in its best fork", "PrintCompilation");
    }

    @Test
    void aMachineThatIsBusyIsNoKernelsFault() {
        Forks forks = new Forks(List.of(fork(100, 60, 30, 5), fork(200, 122, 61, 10), fork(98, 59, 29, 5)));
        assertThat(forks.complaints()).hasSize(1);
        assertThat(forks.complaints().getFirst()).contains("fork 2", "no kernel stands out");
    }

    @Test
    void stepsOfFreshJvms() {
        Ran ran = Ran.azulejo((Object[])
                ("bench step --image-size 16 --batch 2 --hidden 8 --codes 16 --code-dim 4 --warmup 1 --iterations 2"
                                + " --warmup-seconds 0.001 --seconds 0.001 --forks 2 --json --quiet")
                        .split(" "));
        // Cold ones need not agree.
        assertThat(ran.status()).isIn(0, 1);
        JsonObject json = new Ran(0, ran.out(), ran.err()).json();
        assertThat(json.list("forks")).hasSize(2);
        assertThat(json.number("step_milliseconds")).isPositive();
        assertThat(json.list("complaints")).hasSize((int) ran.err().lines().count());
    }

    @Test
    void kernelsOfAStep() {
        JsonObject json = Ran.azulejo(
                        (Object[]) ("bench step --image-size 16 --batch 2 --hidden 8 --codes 16 --code-dim 4 --kernels"
                                        + " --warmup-seconds 0.001 --seconds 0.001 --json --quiet")
                                .split(" "))
                .json();
        List<String> names = json.list("kernels").stream()
                .map(kernel -> JsonObject.of(kernel, "kernel").text("name"))
                .toList();
        assertThat(names)
                .doesNotHaveDuplicates()
                .contains("codebooks.nearest", "optimizers.adam", "convolutions.forward 3x3/1 8-8 at 4x4");
    }
}
