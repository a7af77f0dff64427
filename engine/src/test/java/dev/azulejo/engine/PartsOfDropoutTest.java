package dev.azulejo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is dropped of a batch does not depend on whether it is in one piece. */
class PartsOfDropoutTest {
    private static final int STREAM = 5;
    private static final int PARTS = 3;

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void aPartDropsWhatTheWholeDropsThere(String backend) {
        for (int n : new int[] {1, 4, 31, 33, 700}) {
            try (Engine engine = new Engine(Backends.choose(backend, 1));
                    var _ = engine.scope()) {
                float[] whole = engine.full(Shape.of(PARTS * n), 1)
                        .dropout(0.4f, STREAM, engine.ints(Shape.of(4), 7, 8, 9, 0))
                        .toArray();
                for (int part = 0; part < PARTS; part++) {
                    IntTensor key = engine.ints(Shape.of(4), 7, 8, 9, part);
                    assertThat(engine.full(Shape.of(n), 1)
                                    .dropout(0.4f, STREAM, key)
                                    .toArray())
                            .containsExactly(Arrays.copyOfRange(whole, part * n, (part + 1) * n));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void attentionOfAPartIsThatOfTheWhole(String backend) {
        Shape all = Shape.of(2 * PARTS, 7, 5);
        Shape some = Shape.of(2, 7, 5);
        float[] values = new float[all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        try (Engine engine = new Engine(Backends.choose(backend, 1));
                var _ = engine.scope()) {
            Tensor x = engine.tensor(all, values);
            float[] whole = x.causalAttention(x, x, true, 0.4f, STREAM, engine.ints(Shape.of(4), 7, 8, 9, 0))
                    .toArray();
            for (int part = 0; part < PARTS; part++) {
                int from = part * some.size();
                Tensor y = engine.tensor(some, Arrays.copyOfRange(values, from, from + some.size()));
                IntTensor key = engine.ints(Shape.of(4), 7, 8, 9, part);
                assertThat(y.causalAttention(y, y, true, 0.4f, STREAM, key).toArray())
                        .containsExactly(Arrays.copyOfRange(whole, from, from + some.size()));
            }
        }
    }
}
