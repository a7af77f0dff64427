package dev.azulejo.engine.tornado;

import static dev.azulejo.engine.tornado.ArrayBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.OptimizerKernels;
import dev.azulejo.engine.tornado.kernels.Optimizers;
import dev.azulejo.engine.tornado.kernels.Reductions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Updates of several parameters per launch, as many as fit into the arguments of a task of TornadoVM. Parameters of about
 * the same size stand together: each work-item updates an element of each, and as models have few sizes, kernels are few.
 */
record OptimizerLaunches(Device device) implements OptimizerKernels {
    /** Stands where a launch has room for another parameter. */
    private static final int NONE = -1;

    @Override
    public void adam(
            List<Buffer> w,
            List<Buffer> g,
            List<Buffer> m,
            List<Buffer> v,
            List<Integer> sizes,
            AdamSettings s,
            Buffer step) {
        FloatArray numbers = new FloatArray(Optimizers.NUMBERS);
        device.run(Launch.grouped(
                Optimizers.class,
                "adamNumbers",
                1,
                1,
                floats(step),
                numbers,
                s.beta1(),
                s.beta2(),
                s.epsilon(),
                s.weightDecay()));
        for (List<Integer> some : together(sizes, Optimizers.ADAMS)) {
            run("adam", some, sizes, List.of(w, g, m, v), numbers);
        }
    }

    @Override
    public void average(List<Buffer> averages, List<Buffer> weights, List<Integer> sizes, Buffer share) {
        for (List<Integer> some : together(sizes, Optimizers.AVERAGES)) {
            run("average", some, sizes, List.of(averages, weights), floats(share));
        }
    }

    @Override
    public void clipFactor(List<Buffer> gradients, List<Integer> sizes, float maxNorm, Buffer out, int at) {
        List<List<Integer>> launches = together(sizes, Optimizers.NORMS);
        int[] groups = launches.stream()
                .mapToInt(some -> ReductionLaunches.groups(sizes.get(some.getFirst())))
                .toArray();
        int all = IntStream.of(groups).sum();
        FloatArray parts = new FloatArray(Math.max(1, all));
        int first = 0;
        for (int k = 0; k < groups.length; k++) {
            List<Object> arguments = arguments(launches.get(k), sizes, List.of(gradients));
            arguments.addAll(List.of(parts, first, groups[k]));
            device.run(Launch.grouped(Optimizers.class, "squares", groups[k], Reductions.ITEMS, arguments.toArray()));
            first += groups[k];
        }
        device.run(Launch.grouped(
                Optimizers.class, "clipFactor", 1, Reductions.ITEMS, parts, floats(out), maxNorm, at, all));
    }

    /** A launch whose work-items are as many as the largest of some parameters has elements. */
    private void run(String kernel, List<Integer> some, List<Integer> sizes, List<List<Buffer>> operands, Object last) {
        List<Object> arguments = arguments(some, sizes, operands);
        arguments.add(last);
        int groups = Math.max(1, Math.ceilDiv(sizes.get(some.getFirst()), Reductions.ITEMS));
        device.run(Launch.grouped(Optimizers.class, kernel, groups, Reductions.ITEMS, arguments.toArray()));
    }

    /** The arrays and the size of each parameter. None has arrays of its own: a task that names one twice waits for itself. */
    private static List<Object> arguments(List<Integer> some, List<Integer> sizes, List<List<Buffer>> operands) {
        List<Object> arguments = new ArrayList<>();
        for (int k : some) {
            operands.forEach(operand -> arguments.add(k == NONE ? new FloatArray(1) : floats(operand.get(k))));
            arguments.add(k == NONE ? 0 : sizes.get(k));
        }
        return arguments;
    }

    /** The parameters, so many at a time, the largest first; the last are filled up with none. */
    private static List<List<Integer>> together(List<Integer> sizes, int count) {
        List<Integer> bySize = IntStream.range(0, sizes.size())
                .boxed()
                .sorted(Comparator.comparing(sizes::get, Comparator.reverseOrder()))
                .toList();
        List<List<Integer>> some = new ArrayList<>();
        for (int from = 0; from < bySize.size(); from += count) {
            some.add(Stream.concat(bySize.stream().skip(from), Stream.generate(() -> NONE))
                    .limit(count)
                    .toList());
        }
        return some;
    }
}
