package dev.azulejo.engine.tornado.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.tornado.Device;
import dev.azulejo.engine.tornado.Launch;
import dev.azulejo.engine.tornado.TestDevices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A device with a memory of its own: arrays there hold NaN until they are sent or written, each program has its own, and a
 * part sees what its layout says and nothing else. Counts what is asked of it.
 */
public final class EmulatedAccelerator implements Accelerator {
    private final Device emulator = TestDevices.emulator();
    private final int tasks;

    /** How often each thing was done: {@code upload 0}, {@code inputs}, {@code compute}, {@code fetch}. */
    final Map<String, Integer> counts = new TreeMap<>();

    /** The layouts of all programs. */
    final List<Layout> layouts = new ArrayList<>();

    /** A device whose parts have so many tasks at most. */
    public EmulatedAccelerator(int tasks) {
        this.tasks = tasks;
    }

    @Override
    public String description() {
        return "an emulator";
    }

    @Override
    public Layout.Limits limits() {
        return new Layout.Limits(tasks, 8000, 1000);
    }

    @Override
    public Ring ring(Layout layout) {
        layouts.add(layout);
        return new Emulated(layout);
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private final class Emulated implements Ring {
        private final Layout layout;
        private final Map<Object, Object> onDevice = new HashMap<>();
        private int next;

        private Emulated(Layout layout) {
            this.layout = layout;
            layout.arrays().forEach(array -> onDevice.put(array, poisoned(array)));
        }

        @Override
        public void upload(int part) {
            assertThat(part).isEqualTo(next);
            count("upload " + part);
            layout.parts().get(part).entering().forEach(array -> move(array, onDevice.get(array)));
        }

        @Override
        public void uploadInputs() {
            assertThat(next).isZero();
            count("inputs");
            layout.inputs().forEach(array -> move(array, onDevice.get(array)));
        }

        @Override
        public void compute(int number) {
            assertThat(number).isEqualTo(next);
            next = (next + 1) % layout.parts().size();
            count("compute");
            Layout.Part part = layout.parts().get(number);
            Set<Object> known = new HashSet<>();
            known.addAll(part.passed());
            known.addAll(part.entering());
            known.addAll(part.fresh());
            for (Launch launch : part.launches()) {
                assertThat(known).containsAll(launch.arrays());
                emulator.run(new Launch(
                        launch.kernel(),
                        launch.groups(),
                        launch.items(),
                        launch.arguments().stream()
                                .map(argument -> onDevice.getOrDefault(argument, argument))
                                .toList()));
            }
        }

        @Override
        public void fetch(int part, Object array) {
            assertThat(layout.parts().get(part).entering()).contains(array);
            count("fetch");
            move(onDevice.get(array), array);
        }

        @Override
        public void close() {}
    }

    private static Object poisoned(Object array) {
        if (array instanceof FloatArray floats) {
            FloatArray copy = new FloatArray(floats.getSize());
            for (int i = 0; i < floats.getSize(); i++) {
                copy.set(i, Float.NaN);
            }
            return copy;
        }
        return new IntArray(((IntArray) array).getSize());
    }

    private static void move(Object from, Object to) {
        if (from instanceof FloatArray floats) {
            ((FloatArray) to).getSegment().copyFrom(floats.getSegment());
        } else {
            ((IntArray) to).getSegment().copyFrom(((IntArray) from).getSegment());
        }
    }
}
