package dev.azulejo.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.nn.Layout;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolyakAverageTest {
    private final Engine engine = new Engine(Backends.choose());
    private final Parameters model = new Parameters()
            .state("before", engine.state(Shape.of(1), 42))
            .learned("w", engine.parameter(Shape.of(2), 1, -1), Layout.PLAIN);
    private final PolyakAverage average = new PolyakAverage(engine, model, 0.9);

    @AfterEach
    void close() {
        engine.close();
    }

    private float[] weights() {
        return model.get("w").value().toArray();
    }

    @Test
    void followsItsFormulaWithWarmUp() {
        double expected = 1;
        for (int t = 1; t <= 200; t++) {
            float w = (float) Math.sin(0.1 * t);
            model.get("w").value().set(w, -w);
            average.update(t);
            double decay = Math.min(0.9, (1.0 + t) / (10 + t));
            expected = decay * expected + (1 - decay) * w;
            float[] actual = average.parameters().get("w").value().toArray();
            assertThat(actual[0]).isCloseTo((float) expected, within(1e-6f));
            assertThat(actual[1]).isEqualTo(-actual[0]);
        }
    }

    @Test
    void modelRunsOnItWhileItIsAppliedAndGetsItsWeightsBackToTheBit() {
        model.get("w").value().set(3, 0.1f);
        average.update(1);
        float[] averaged = average.parameters().get("w").value().toArray();
        try (PolyakAverage.Applied _ = average.apply()) {
            assertThat(weights()).isEqualTo(averaged);
        }
        assertThat(weights()).containsExactly(3, 0.1f);
        assertThat(average.parameters().get("w").value().toArray()).isEqualTo(averaged);
    }

    @Test
    void closingTwiceIsClosingOnce() {
        model.get("w").value().set(3, 4);
        average.update(1);
        PolyakAverage.Applied applied = average.apply();
        applied.close();
        applied.close();
        assertThat(weights()).containsExactly(3, 4);
    }

    @Test
    void itsParametersAreTheWholeModelUnderItsNames() {
        assertThat(average.parameters().all()).extracting(Parameter::name).containsExactly("before", "w");
        assertThat(average.parameters().get("before").value())
                .isSameAs(model.get("before").value());
        assertThat(average.parameters().get("before").learned()).isFalse();
    }

    @Test
    void absurdDecayIsRefused() {
        assertThatThrownBy(() -> new PolyakAverage(engine, model, 1)).hasMessageContaining("decay 1.0");
    }
}
