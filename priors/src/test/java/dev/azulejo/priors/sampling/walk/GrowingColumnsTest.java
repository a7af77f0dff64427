package dev.azulejo.priors.sampling.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.backend.Buffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A matrix that becomes wider while its columns stay. */
class GrowingColumnsTest {
    @Test
    void columnsStayAndNewOnesAreFresh() {
        try (Engine engine = new Engine(Backends.choose("scalar", 1));
                var _ = engine.scope()) {
            GrowingColumns columns = new GrowingColumns(engine, 2, -7);
            columns.widen(2);
            columns.put(engine.tensor(Shape.of(2), new float[] {1, 2}), 0);
            columns.put(engine.tensor(Shape.of(2), new float[] {3, 4}), 1);
            columns.widen(3);
            columns.widen(5);
            float[] found = new float[10];
            engine.backend().memory().read(columns.buffer(), 0, found, 0, 10);
            assertThat(found).containsExactly(1, 3, -7, -7, -7, 2, 4, -7, -7, -7);
        }
    }

    @Test
    void ofManyWidthsFewBuffersAreMade() {
        try (Engine engine = new Engine(Backends.choose("scalar", 1));
                var _ = engine.scope()) {
            GrowingColumns columns = new GrowingColumns(engine, 3, 0);
            Set<Buffer> buffers = new HashSet<>();
            for (int width = 1; width <= 1000; width++) {
                columns.widen(width);
                buffers.add(columns.buffer());
            }
            assertThat(buffers).hasSizeLessThanOrEqualTo(22);
            assertThat(buffers).allMatch(buffer -> buffer.size() <= 3 * 1024);
        }
    }
}
