package dev.azulejo.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import dev.azulejo.engine.backend.OptimizerKernels.AdamSettings;
import dev.azulejo.engine.tornado.kernels.Optimizers;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A step's updates: few launches, each parameter in one of them, and no array twice in one (TornadoVM would not end). */
class OptimizerLaunchesTest {
    private static final int PARAMETERS = 40;

    private final List<Launch> launches = new ArrayList<>();
    private final List<Integer> sizes =
            IntStream.range(0, PARAMETERS).map(k -> 1 + 300 * (k % 7)).boxed().toList();
    private final List<Buffer> w = buffers();
    private final List<Buffer> g = buffers();
    private final List<Buffer> m = buffers();
    private final List<Buffer> v = buffers();
    private final Buffer numbers = ArrayBuffer.allocate(DType.FLOAT32, 4);
    private final OptimizerLaunches optimizer = new OptimizerLaunches(new Device() {
        @Override
        public void run(Launch launch) {
            launches.add(launch);
        }

        @Override
        public void beforeHostReads(Object array) {}

        @Override
        public void beforeHostWrites(Object array) {}
    });

    private List<Buffer> buffers() {
        return sizes.stream()
                .<Buffer>map(size -> ArrayBuffer.allocate(DType.FLOAT32, size))
                .toList();
    }

    @Test
    void threeParametersALaunch() {
        optimizer.adam(w, g, m, v, sizes, new AdamSettings(0.9, 0.999, 1e-8, 0), numbers);
        assertThat(launches).hasSize(1 + Math.ceilDiv(PARAMETERS, Optimizers.ADAMS));
        assertEachStandsOnce(w, g, m, v);
    }

    @Test
    void sixAveragesALaunch() {
        optimizer.average(m, w, sizes, numbers);
        assertThat(launches).hasSize(Math.ceilDiv(PARAMETERS, Optimizers.AVERAGES));
        assertEachStandsOnce(m, w);
    }

    @Test
    void eightNormsALaunch() {
        optimizer.clipFactor(g, sizes, 1, numbers, 3);
        assertThat(launches).hasSize(Math.ceilDiv(PARAMETERS, Optimizers.NORMS) + 1);
        assertEachStandsOnce(g);
    }

    @SafeVarargs
    private void assertEachStandsOnce(List<Buffer>... operands) {
        IdentityHashMap<Object, Integer> times = new IdentityHashMap<>();
        for (Launch launch : launches) {
            IdentityHashMap<Object, Integer> here = new IdentityHashMap<>();
            launch.arrays().forEach(array -> here.merge(array, 1, Integer::sum));
            assertThat(here.values()).containsOnly(1);
            here.keySet().forEach(array -> times.merge(array, 1, Integer::sum));
        }
        for (List<Buffer> operand : operands) {
            assertThat(operand)
                    .allSatisfy(buffer -> assertThat(times.get(((ArrayBuffer) buffer).memory()))
                            .isEqualTo(1));
        }
    }
}
