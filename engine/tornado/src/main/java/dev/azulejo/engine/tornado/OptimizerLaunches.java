package dev.azulejo.engine.tornado;

import static dev.azulejo.engine.tornado.ArrayBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.OptimizerKernels;
import dev.azulejo.engine.tornado.kernels.Optimizers;
import dev.azulejo.engine.tornado.kernels.Reductions;
import java.util.List;

/** Parameter updates: a launch each. */
record OptimizerLaunches(Device device) implements OptimizerKernels {
    @Override
    public void adam(Buffer w, Buffer g, Buffer m, Buffer v, int n, AdamSettings s, Buffer step) {
        device.run(Launch.flat(
                Optimizers.class,
                "adam",
                n,
                floats(w),
                floats(g),
                floats(m),
                floats(v),
                floats(step),
                (float) (1 - s.beta1()),
                (float) s.beta2(),
                (float) (1 - s.beta2()),
                (float) s.epsilon(),
                (float) s.weightDecay()));
    }

    @Override
    public void average(List<Buffer> averages, List<Buffer> weights, List<Integer> sizes, Buffer share) {
        for (int i = 0; i < sizes.size(); i++) {
            device.run(Launch.flat(
                    Optimizers.class,
                    "average",
                    sizes.get(i),
                    floats(averages.get(i)),
                    floats(weights.get(i)),
                    floats(share)));
        }
    }

    @Override
    public void clipFactor(Buffer squares, int n, float maxNorm, Buffer out, int at) {
        device.run(Launch.grouped(Reductions.class, "clipFactor", 1, 1, floats(squares), floats(out), maxNorm, at, n));
    }
}
