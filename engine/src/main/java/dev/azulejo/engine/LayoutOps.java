package dev.azulejo.engine;

import dev.azulejo.engine.backend.LayoutKernels;
import java.util.List;

/** The kernels that move elements without computing, and their inverses; see {@link Kernels}. */
record LayoutOps(Engine engine) {
    private LayoutKernels on() {
        return engine.backend().layouts();
    }

    Tensor concat(List<Tensor> parts) {
        int channels = parts.stream().mapToInt(part -> part.shape().channels()).sum();
        Tensor y = engine.allocate(parts.getFirst().shape().withChannels(channels));
        int to = 0;
        for (Tensor part : parts) {
            int count = part.shape().channels();
            on().copyColumns(
                            part.buffer(),
                            count,
                            0,
                            y.buffer(),
                            channels,
                            to,
                            y.shape().rows(),
                            count);
            to += count;
        }
        return y;
    }

    Tensor slice(Tensor x, int from, int to) {
        Tensor y = engine.allocate(x.shape().withChannels(to - from));
        Shape s = x.shape();
        on().copyColumns(x.buffer(), s.channels(), from, y.buffer(), to - from, 0, s.rows(), to - from);
        return y;
    }

    /** x from a channel on, zeros beside it. */
    Tensor widen(Tensor x, int from, Shape shape) {
        Tensor y = engine.zeros(shape);
        int count = x.shape().channels();
        on().copyColumns(x.buffer(), count, 0, y.buffer(), shape.channels(), from, shape.rows(), count);
        return y;
    }

    Tensor shift(Tensor x, int down, int right) {
        Tensor y = engine.allocate(x.shape());
        Shape s = x.shape();
        on().shift(x.buffer(), y.buffer(), s.get(0), s.get(1), s.get(2), s.get(3), down, right);
        return y;
    }

    Tensor swapMiddle(Tensor x) {
        Shape s = x.shape();
        Tensor y = engine.allocate(Shape.of(s.get(0), s.get(2), s.get(1), s.get(3)));
        on().swapMiddle(x.buffer(), y.buffer(), s.get(0), s.get(1), s.get(2), s.get(3));
        return y;
    }

    Tensor gather(Tensor table, IntTensor indices) {
        Shape t = table.shape();
        Tensor y = engine.allocate(indices.shape().append(t.channels()));
        on().gather(
                        table.buffer(),
                        indices.buffer(),
                        y.buffer(),
                        indices.shape().size(),
                        t.rows(),
                        t.channels());
        return y;
    }

    Tensor scatterAdd(Tensor x, IntTensor indices, Shape t) {
        Tensor table = engine.allocate(t);
        int rows = indices.shape().size();
        on().scatterAdd(x.buffer(), indices.buffer(), table.buffer(), rows, t.rows(), t.channels());
        return table;
    }
}
