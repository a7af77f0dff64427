package dev.azulejo.engine.tornado;

import static dev.azulejo.engine.tornado.ArrayBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.OptimizerKernels;
import dev.azulejo.engine.tornado.kernels.Optimizers;
import dev.azulejo.engine.tornado.kernels.Reductions;

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
    public void clipFactor(Buffer squares, int n, float maxNorm, Buffer out, int at) {
        device.run(Launch.grouped(Reductions.class, "clipFactor", 1, 1, floats(squares), floats(out), maxNorm, at, n));
    }
}
