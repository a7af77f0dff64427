package dev.azulejo.priors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameter;
import dev.azulejo.priors.train.PriorConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodePriorTest {
    @ParameterizedTest
    @CsvSource({"2,2,3", "1,5,2", "4,1,3"})
    void theProbabilitiesOfAllSequencesSumToOne(int height, int width, int codes) {
        CodeGrid grid = new CodeGrid(codes, height, width, 0);
        int sequences = (int) Math.round(Math.pow(codes, grid.positions()));
        int[] all = new int[sequences * grid.positions()];
        for (int s = 0; s < sequences; s++) {
            for (int i = 0, rest = s; i < grid.positions(); i++, rest /= codes) {
                all[s * grid.positions() + i] = rest % codes;
            }
        }
        try (Engine engine = Toys.engine()) {
            CodePrior prior = Toys.opinionated(engine, grid, Toys.CONFIG, 1);
            IntTensor tensor = engine.ints(Shape.of(sequences, height, width), all);
            float[] logs = prior.logits(tensor, null, null).logSoftmax().toArray();
            double sum = 0;
            double largest = 0;
            for (int s = 0; s < sequences; s++) {
                double log = 0;
                for (int i = 0; i < grid.positions(); i++) {
                    int at = s * grid.positions() + i;
                    log += logs[at * codes + all[at]];
                }
                sum += Math.exp(log);
                largest = Math.max(largest, Math.exp(log));
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
            assertThat(largest).as("far from uniform").isGreaterThan(2.0 / sequences);
        }
    }

    @ParameterizedTest
    @CsvSource({"top,512,4,4,0", "bottom,512,8,8,32", "top,64,3,5,0"})
    void theFirstLossIsNearTheLogarithmOfTheCodes(String preset, int codes, int height, int width, int condition) {
        CodeGrid grid = new CodeGrid(codes, height, width, condition);
        try (Engine engine = Toys.engine()) {
            PriorConfig config = PriorConfiguration.preset(preset).model();
            CodePrior prior = new CodePrior(grid, config, new Initializer(engine, 1));
            IntTensor tensor = Toys.randomCodes(engine, 4, grid, 1);
            Tensor above = condition == 0 ? null : Toys.randomTensor(engine, Shape.of(4, height, width, condition), 2);
            float loss = prior.logits(tensor, null, above).crossEntropy(tensor).item();
            assertThat(loss).isCloseTo((float) Math.log(codes), within(0.02f));
        }
    }

    @Test
    void everyParameterGetsAGradient() {
        CodeGrid grid = new CodeGrid(9, 4, 5, 3);
        PriorConfig config = Toys.with(Toys.CONFIG, "classes=3", "dropout=0.1", "condition_blocks=2");
        try (Engine engine = Toys.engine()) {
            CodePrior prior = new CodePrior(grid, config, new Initializer(engine, 1));
            IntTensor codes = Toys.randomCodes(engine, 4, grid, 1);
            IntTensor labels = engine.ints(Shape.of(4), 0, 1, 2, 1);
            Tensor condition = Toys.randomTensor(engine, Shape.of(4, 4, 5, 3), 2);
            try (Tape tape = engine.tape()) {
                Tensor logits = prior.logits(codes, labels, condition, engine.ints(Shape.of(4), 1, 0, 1, 0));
                tape.backward(logits.crossEntropy(codes));
                for (Parameter parameter : prior.parameters().learned()) {
                    Tensor gradient = tape.gradient(parameter.value());
                    assertThat(gradient).as(parameter.name()).isNotNull();
                    double norm = 0;
                    for (float g : gradient.toArray()) {
                        norm += (double) g * g;
                    }
                    assertThat(norm).as(parameter.name()).isGreaterThan(0);
                }
            }
        }
    }

    @Test
    void theClassChangesTheLogitsOfEveryPosition() {
        CodeGrid grid = new CodeGrid(6, 2, 3, 0);
        try (Engine engine = Toys.engine()) {
            CodePrior prior = Toys.opinionated(engine, grid, Toys.with(Toys.CONFIG, "classes=" + 2), 4);
            IntTensor codes = Toys.randomCodes(engine, 1, grid, 1);
            float[] zero =
                    prior.logits(codes, engine.ints(Shape.of(1), 0), null).toArray();
            float[] one = prior.logits(codes, engine.ints(Shape.of(1), 1), null).toArray();
            for (int i = 0; i < zero.length; i++) {
                assertThat(zero[i]).isNotEqualTo(one[i]);
            }
        }
    }

    @Test
    void attentionFollowsEvenlySpreadLayers() {
        PriorConfig paper = PriorConfiguration.preset("paper-top").model();
        assertThat(java.util.stream.IntStream.range(0, 20).filter(paper::attends))
                .containsExactly(4, 9, 14, 19);
        assertThat(java.util.stream.IntStream.range(0, 4).filter(Toys.CONFIG::attends))
                .containsExactly(1, 3);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        try (Engine engine = Toys.engine()) {
            CodeGrid grid = new CodeGrid(6, 2, 3, 4);
            CodePrior prior = new CodePrior(grid, Toys.with(Toys.CONFIG, "classes=" + 2), new Initializer(engine, 1));
            IntTensor codes = Toys.randomCodes(engine, 2, grid, 1);
            IntTensor labels = engine.ints(Shape.of(2), 0, 1);
            Tensor condition = Toys.randomTensor(engine, Shape.of(2, 2, 3, 4), 1);
            assertThatThrownBy(() -> prior.logits(codes.reshape(Shape.of(2, 3, 2)), labels, condition))
                    .hasMessage("prior: codes [2,3,2]; expected [N,2,3]");
            assertThatThrownBy(() -> prior.logits(codes, null, condition))
                    .hasMessage("prior: labels none; expected [2]");
            assertThatThrownBy(() -> prior.logits(codes, labels, null))
                    .hasMessage("prior: condition none; expected [2,2,3,4]");
        }
    }
}
