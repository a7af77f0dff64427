package dev.azulejo.engine.tornado.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.tornado.Launch;
import dev.azulejo.engine.tornado.kernels.Elementwise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Parts of a program: no larger than allowed, and each array enters once and is passed on as long as it is used. */
class LayoutTest {
    /** Updates of so many weights by gradients that come from elsewhere in the program. */
    private static List<Launch> updates(int weights, Set<Object> lasting) {
        List<Launch> launches = new ArrayList<>();
        List<FloatArray> gradients = new ArrayList<>();
        List<FloatArray> arrays = new ArrayList<>();
        for (int i = 0; i < weights; i++) {
            arrays.add(new FloatArray(4));
            gradients.add(new FloatArray(4));
            lasting.add(arrays.getLast());
            launches.add(
                    Launch.grouped(Elementwise.class, "scale", 1, 256, arrays.getLast(), gradients.getLast(), 2f, 4));
        }
        for (int i = 0; i < weights; i++) {
            launches.add(Launch.grouped(
                    Elementwise.class, "linear", 1, 256, arrays.get(i), gradients.get(i), arrays.get(i), 1f, -1f, 4));
        }
        return launches;
    }

    @Test
    void partsKeepToTheLimits() {
        Set<Object> lasting = new HashSet<>();
        List<Launch> launches = updates(150, lasting);
        Layout.Limits limits = Layout.Limits.TORNADOVM;
        Layout layout = Layout.of(launches, lasting, List.of(), limits);
        assertThat(layout.parts().stream().flatMap(part -> part.launches().stream()))
                .containsExactlyElementsOf(launches);
        assertThat(layout.parts()).allSatisfy(part -> {
            assertThat(part.launches()).hasSizeLessThanOrEqualTo(limits.tasks());
            int known =
                    part.passed().size() + part.entering().size() + part.fresh().size();
            assertThat(known).isLessThan(limits.nodes());
        });
    }

    @Test
    void arraysEnterOnceAndArePassedOnWhileTheyAreUsed() {
        Set<Object> lasting = new HashSet<>();
        Object input = new FloatArray(4);
        List<Launch> launches = new ArrayList<>(updates(7, lasting));
        launches.addFirst(Launch.grouped(Elementwise.class, "scale", 1, 256, input, new FloatArray(4), 1f, 4));
        lasting.add(input);
        Layout layout = Layout.of(launches, lasting, List.of(input), new Layout.Limits(4, 8000, 900));
        Set<Object> known = new HashSet<>(layout.inputs());
        for (Layout.Part part : layout.parts()) {
            assertThat(known).containsAll(part.passed());
            part.entering()
                    .forEach(array -> assertThat(lasting.contains(array) && known.add(array))
                            .isTrue());
            part.fresh()
                    .forEach(array -> assertThat(!lasting.contains(array) && known.add(array))
                            .isTrue());
            Set<Object> here = new HashSet<>(part.passed());
            here.addAll(part.entering());
            here.addAll(part.fresh());
            part.launches().forEach(launch -> assertThat(here).containsAll(launch.arrays()));
        }
        assertThat(layout.parts().getFirst().passed()).containsExactly(input);
        assertThat(layout.parts().getLast().passed()).doesNotContain(input);
    }
}
