package dev.azulejo.priors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the logits of a position depend on, found by back-propagation on a grid that is not square. */
class CausalityTest {
    private static final CodeGrid GRID = new CodeGrid(7, 3, 5, 0);

    @ParameterizedTest
    @CsvSource({"3,4,0,0", "3,1,1,0", "3,4,2,0", "5,2,0,1e-5", "5,3,3,1e-5"})
    void aPositionSeesAllThatComesBeforeItAndNothingElse(int kernel, int layers, int attentions, double rounding) {
        PriorConfig config =
                Toys.with(Toys.CONFIG, "kernel=" + kernel, "layers=" + layers, "attention_layers=" + attentions);
        try (Engine engine = Toys.engine()) {
            CodePrior prior = Toys.opinionated(engine, GRID, config, 1);
            for (int i = 0; i < GRID.positions(); i++) {
                double[] seen = influence(engine, prior, i);
                double most = Arrays.stream(seen).max().orElseThrow();
                for (int j = 0; j < GRID.positions(); j++) {
                    if (j < i) {
                        assertThat(seen[j]).as("code %d at %d", j, i).isGreaterThan(100 * rounding * most);
                    } else {
                        assertThat(seen[j]).as("code %d at %d", j, i).isLessThanOrEqualTo(rounding * most);
                    }
                }
            }
        }
    }

    /** How much the logits at i change with the embedded code at each position. */
    private static double[] influence(Engine engine, CodePrior prior, int i) {
        int hidden = prior.config().hidden();
        int codes = GRID.codes();
        Shape shape = Shape.of(1, GRID.height(), GRID.width(), hidden);
        Tensor embedded = engine.parameter(shape, Toys.normals(shape.size(), 5, 0));
        try (Tape tape = engine.tape()) {
            Tensor logits = prior.network().logits(embedded, new Conditioning(null, null, Dropout.off()));
            float[] mask = new float[logits.shape().size()];
            System.arraycopy(Toys.normals(codes, 6, 0), 0, mask, i * codes, codes);
            tape.backward(logits.times(engine.tensor(logits.shape(), mask)).sum());
            float[] gradient = tape.gradient(embedded).toArray();
            double[] norms = new double[GRID.positions()];
            for (int k = 0; k < gradient.length; k++) {
                norms[k / hidden] += Math.abs(gradient[k]);
            }
            return norms;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void theFirstPositionDoesNotDependOnTheCodes(int attentions) {
        PriorConfig config = Toys.with(Toys.CONFIG, "attention_layers=" + attentions);
        try (Engine engine = Toys.engine()) {
            CodePrior prior = Toys.opinionated(engine, GRID, config, 2);
            IntTensor some = Toys.randomCodes(engine, 1, GRID, 1);
            IntTensor others = Toys.randomCodes(engine, 1, GRID, 2);
            float[] one = prior.logits(some, null, null).toArray();
            float[] other = prior.logits(others, null, null).toArray();
            assertThat(Arrays.copyOf(one, GRID.codes())).containsExactly(Arrays.copyOf(other, GRID.codes()));
            assertThat(Arrays.copyOfRange(one, GRID.codes(), one.length))
                    .isNotEqualTo(Arrays.copyOfRange(other, GRID.codes(), other.length));
        }
    }

    @Test
    void everyPositionSeesTheConditionEverywhere() {
        CodeGrid grid = new CodeGrid(7, 3, 5, 4);
        PriorConfig config = Toys.with(Toys.CONFIG, "condition_blocks=3");
        try (Engine engine = Toys.engine()) {
            CodePrior prior = Toys.opinionated(engine, grid, config, 3);
            Shape shape = Shape.of(1, 3, 5, 4);
            IntTensor codes = Toys.randomCodes(engine, 1, grid, 1);
            for (int i = 0; i < grid.positions(); i++) {
                Tensor condition = engine.parameter(shape, Toys.normals(shape.size(), 8, 0));
                try (Tape tape = engine.tape()) {
                    Tensor logits = prior.logits(codes, null, condition);
                    float[] mask = new float[logits.shape().size()];
                    System.arraycopy(Toys.normals(7, 6, 0), 0, mask, i * 7, 7);
                    tape.backward(
                            logits.times(engine.tensor(logits.shape(), mask)).sum());
                    assertThat(tape.gradient(condition).toArray()).doesNotContain(0f);
                }
            }
        }
    }
}
