package dev.azulejo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.cpu.scalar.ScalarBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lifetimes, the pool, and what the engine says to what does not fit. */
final class EngineTest {
    private final Engine engine = new Engine(new ScalarBackend());

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void steadyTrainingAllocatesNothing() {
        Tensor w = engine.parameter(Shape.of(3, 3, 2, 2), new float[36]);
        long afterTwo = 0;
        for (int step = 0; step < 10; step++) {
            try (Tape tape = engine.tape()) {
                Tensor x = engine.full(Shape.of(1, 5, 5, 2), step);
                Tensor y = x.conv2d(w, null, Convolution.of(1, 1)).relu();
                tape.backward(y.meanSquaredError(x).plus(y.mean()));
            }
            if (step == 1) {
                afterTwo = engine.pooledBytes();
            }
        }
        assertThat(afterTwo).isPositive();
        assertThat(engine.pooledBytes()).isEqualTo(afterTwo);
    }

    @Test
    void backwardFreesWhatNothingNeeds() {
        Tensor w = engine.parameter(Shape.of(4), 1, 2, 3, 4);
        try (Tape tape = engine.tape()) {
            Tensor hidden = w.scale(2);
            Tensor kept = tape.keep(hidden.relu());
            Tensor loss = kept.sum();
            tape.backward(loss);
            assertThat(loss.item()).isEqualTo(20);
            assertThat(kept.toArray()).containsExactly(2, 4, 6, 8);
            assertThatThrownBy(hidden::toArray)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("keep()");
            assertThat(tape.gradient(w).toArray()).containsExactly(2, 2, 2, 2);
        }
    }

    @Test
    void scopesGiveBackAndKeep() {
        Tensor kept;
        IntTensor codes;
        Tensor lost;
        try (Scope scope = engine.scope()) {
            lost = engine.full(Shape.of(2), 1);
            kept = scope.keep(lost.scale(3));
            codes = scope.keep(engine.ints(Shape.of(2), 5, 6));
        }
        assertThat(kept.toArray()).containsExactly(3, 3);
        assertThat(codes.toArray()).containsExactly(5, 6);
        assertThatThrownBy(lost::toArray).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aViewOutlivesWhatItViews() {
        try (Scope outer = engine.scope()) {
            Tensor view;
            try (Scope inner = engine.scope()) {
                view = inner.keep(engine.full(Shape.of(2, 2), 7).reshape(Shape.of(4)));
            }
            Tensor other = outer.keep(engine.full(Shape.of(4), 1)); // must not be given the view's buffer
            assertThat(view.toArray()).containsExactly(7, 7, 7, 7);
            assertThat(other.toArray()).containsExactly(1, 1, 1, 1);
        }
    }

    @Test
    void whatIsMadeUnderATapeLivesOnUntilTheWalkBack() {
        Tensor w = engine.parameter(Shape.of(2), 3, 5);
        try (Tape tape = engine.tape()) {
            Tensor factor;
            Tensor product;
            Tensor sum;
            try (Scope scope = engine.scope()) {
                factor = w.scale(2);
                product = factor.times(w);
                sum = scope.keep(product.plus(w));
            }
            assertThat(factor.toArray()).containsExactly(6, 10);
            assertThat(product.toArray()).containsExactly(18, 50);
            tape.backward(sum.sum());
            assertThatThrownBy(product::toArray).isInstanceOf(IllegalStateException.class);
            assertThat(tape.gradient(w).toArray()).containsExactly(4 * 3 + 1, 4 * 5 + 1);
        }
    }

    @Test
    void aChainHoldsOneValueAtATime() {
        List<Tensor> between = new ArrayList<>();
        UnaryOperator<Tensor> twice = x -> {
            Tensor half = x.scale(1);
            between.add(half);
            return half.plus(x);
        };
        Tensor w = engine.parameter(Shape.of(2), 3, 5);
        try (Scope _ = engine.scope()) {
            Tensor x = engine.full(Shape.of(1000), 1);
            Tensor last = x.through(List.of(y -> y, twice, twice, twice, y -> y));
            assertThat(last.toArray()[999]).isEqualTo(8);
            assertThat(x.toArray()[0]).isEqualTo(1); // Not the chain's to give away.
            assertThat(between)
                    .allSatisfy(gone -> assertThatThrownBy(gone::toArray).isInstanceOf(IllegalStateException.class));
            assertThat(engine.pooledBytes()).isEqualTo(4 * 4000L); // x, and what a function reads, makes and gives.
            assertThat(w.through(List.of())).isSameAs(w);
            assertThat(w.through(List.of(y -> y)).toArray()).containsExactly(3, 5);
        }
        try (Tape tape = engine.tape()) {
            tape.backward(w.through(List.of(twice, twice)).sum());
            assertThat(tape.gradient(w).toArray()).containsExactly(4, 4);
        }
    }

    @Test
    void aGradientThatIsKeptIsNotWrittenOver() {
        Tensor w = engine.parameter(Shape.of(2), -3, 5);
        try (Tape tape = engine.tape()) {
            Tensor kept = tape.keep(w.relu());
            Tensor added = w.scale(1);
            tape.backward(kept.plus(added).sum());
            assertThat(tape.gradient(kept).toArray()).containsExactly(1, 1);
            assertThat(tape.gradient(w).toArray()).containsExactly(1, 2);
        }
    }

    @Test
    void gradientsAddUpWhereATensorIsUsedTwice() {
        Tensor w = engine.parameter(Shape.of(2), 3, 5);
        try (Tape tape = engine.tape()) {
            Tensor shared = w.scale(1);
            tape.backward(shared.times(shared).plus(shared).plus(shared).sum());
            assertThat(tape.gradient(w).toArray()).containsExactly(2 * 3 + 2, 2 * 5 + 2);
        }
    }

    @Test
    void nothingFlowsThroughDetach() {
        Tensor w = engine.parameter(Shape.of(2), 3, 5);
        Tensor unused = engine.parameter(Shape.of(2), 3, 5);
        try (Tape tape = engine.tape()) {
            tape.backward(w.detach().times(w).sum());
            assertThat(tape.gradient(w).toArray()).containsExactly(3, 5);
            assertThat(tape.gradient(unused)).isNull();
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        Tensor a = engine.zeros(Shape.of(2, 3));
        assertThatThrownBy(() -> a.plus(engine.zeros(Shape.of(3, 2))))
                .hasMessage("add: [2,3] and [3,2]; expected the same sizes, or 1, from the last axis on");
        assertThatThrownBy(() -> a.matmul(a, false, false)).hasMessageContaining("matmul: [2,3] and [2,3]");
        assertThatThrownBy(() -> engine.zeros(Shape.of(1, 4, 4, 3))
                        .conv2d(engine.zeros(Shape.of(3, 3, 4, 8)), null, Convolution.of(1, 1)))
                .hasMessageContaining("conv2d: input [1,4,4,3] and weights [3,3,4,8]");
        assertThatThrownBy(() -> Shape.of(2, 0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> Shape.of(1 << 16, 1 << 16)).hasMessageContaining("smaller batch");
        assertThatThrownBy(a::item).hasMessageContaining("expected one element");
        try (Tape tape = engine.tape()) {
            assertThatThrownBy(() -> tape.backward(a)).hasMessageContaining("expected a scalar");
            assertThatThrownBy(() -> tape.backward(a.sum())).hasMessageContaining("no parameter");
            assertThatThrownBy(engine::tape).hasMessageContaining("open already");
        }
    }
}
