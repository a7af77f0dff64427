package dev.azulejo.engine;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.MatrixKernels;
import dev.azulejo.engine.backend.UnaryFunction;
import java.util.List;

/** The backend's kernels from tensors to new tensors: what they take besides buffers follows from the shapes. */
record Kernels(Engine engine) {
    private Backend on() {
        return engine.backend();
    }

    private Tensor like(Tensor x) {
        return engine.allocate(x.shape());
    }

    private static Buffer buffer(Tensor tensor) {
        return tensor == null ? null : tensor.buffer();
    }

    Tensor unary(UnaryFunction f, Tensor x) {
        Tensor y = like(x);
        on().elementwise().unary(f, x.buffer(), y.buffer(), y.shape().size());
        return y;
    }

    /** The gradient of a unary function, from a, its value or its argument. */
    Tensor unaryGradient(UnaryFunction f, Tensor a, Tensor dy) {
        Tensor dx = like(dy);
        on().elementwise()
                .unaryGradient(
                        f, a.buffer(), dy.buffer(), dx.buffer(), a.shape().size());
        return dx;
    }

    Tensor binary(BinaryFunction f, Tensor a, Tensor b) {
        Tensor y = like(a);
        on().elementwise()
                .binary(f, a.buffer(), b.buffer(), y.buffer(), y.shape().size());
        return y;
    }

    Tensor broadcast(BinaryFunction f, Tensor x, Tensor v, AxisRun run) {
        Tensor y = like(x);
        on().elementwise().broadcast(f, x.buffer(), v.buffer(), y.buffer(), run.before(), run.length(), run.behind());
        return y;
    }

    Tensor where(Tensor condition, Tensor a, Tensor b) {
        Tensor y = like(a);
        on().elementwise()
                .where(
                        condition.buffer(),
                        a.buffer(),
                        b.buffer(),
                        y.buffer(),
                        y.shape().size());
        return y;
    }

    Tensor scale(Tensor x, float factor) {
        Tensor y = like(x);
        on().elementwise().scale(factor, x.buffer(), y.buffer(), y.shape().size());
        return y;
    }

    /** factor s throughout, s a scalar. */
    Tensor fill(Shape shape, float factor, Tensor s) {
        Tensor y = engine.full(shape, 1);
        on().elementwise().scaleBy(factor, s.buffer(), y.buffer(), y.buffer(), shape.size());
        return y;
    }

    Tensor gate(Tensor x) {
        Tensor y = engine.allocate(x.shape().withChannels(x.shape().channels() / 2));
        on().elementwise()
                .gate(x.buffer(), y.buffer(), y.shape().rows(), y.shape().channels());
        return y;
    }

    Tensor gateGradient(Tensor x, Tensor dy) {
        Tensor dx = like(x);
        Shape s = dy.shape();
        on().elementwise().gateGradient(x.buffer(), dy.buffer(), dx.buffer(), s.rows(), s.channels());
        return dx;
    }

    Tensor dropout(Tensor x, float rate, int stream, IntTensor key) {
        Tensor y = like(x);
        on().elementwise().dropout(x.buffer(), y.buffer(), y.shape().size(), rate, stream, key.buffer());
        return y;
    }

    Tensor sum(Tensor x, float factor) {
        Tensor y = engine.allocate(Shape.SCALAR);
        on().reductions().sum(x.buffer(), x.shape().size(), factor, y.buffer(), 0);
        return y;
    }

    Tensor sumRows(Tensor x, AxisRun run, Shape shape) {
        Tensor y = engine.allocate(shape);
        on().reductions().sumRows(x.buffer(), run.before(), run.length(), run.behind(), y.buffer());
        return y;
    }

    Tensor squaredError(Tensor a, Tensor b, float factor) {
        Tensor y = engine.allocate(Shape.SCALAR);
        on().reductions().squaredError(a.buffer(), b.buffer(), a.shape().size(), factor, y.buffer(), 0);
        return y;
    }

    Tensor squaredErrorGradient(Tensor a, Tensor b, float factor, Tensor dy) {
        Tensor da = like(a);
        on().reductions()
                .squaredErrorGradient(a.buffer(), b.buffer(), a.shape().size(), factor, dy.buffer(), da.buffer());
        return da;
    }

    /** The gradients of the product and of the bias in max(product + bias, 0) = y. */
    List<Tensor> biasReluGradient(Tensor y, Tensor dy, Tensor bias) {
        Tensor dp = like(dy);
        Tensor db = like(bias);
        Shape s = dy.shape();
        on().reductions().biasReluGradient(y.buffer(), dy.buffer(), s.rows(), s.channels(), dp.buffer(), db.buffer());
        return List.of(dp, db);
    }

    Tensor multiply(Tensor a, Tensor b, Tensor bias, Shape shape, MatrixKernels.Shape sizes) {
        Tensor y = engine.allocate(shape);
        on().matrices().multiply(a.buffer(), b.buffer(), Epilogue.bias(buffer(bias)), y.buffer(), sizes);
        return y;
    }

    Tensor convolution(Tensor x, Tensor w, Tensor bias, boolean relu, Tensor residual, ConvolutionGeometry g) {
        Tensor y = engine.allocate(Shape.of(g.batch(), g.outHeight(), g.outWidth(), g.outChannels()));
        Epilogue end = new Epilogue(buffer(bias), relu, buffer(residual));
        on().convolutions().forward(x.buffer(), w.buffer(), end, y.buffer(), g);
        return y;
    }

    /** The transposed convolution, or the gradient of a convolution's input. */
    Tensor transposed(Tensor x, Tensor w, Tensor bias, boolean relu, Tensor residual, ConvolutionGeometry g) {
        Tensor y = engine.allocate(Shape.of(g.batch(), g.inHeight(), g.inWidth(), g.inChannels()));
        Epilogue end = new Epilogue(buffer(bias), relu, buffer(residual));
        on().convolutions().inputGradient(x.buffer(), w.buffer(), end, y.buffer(), g);
        return y;
    }

    Tensor weightGradient(Tensor x, Tensor dy, Shape shape, ConvolutionGeometry g) {
        Tensor dw = engine.allocate(shape);
        on().convolutions().weightGradient(x.buffer(), dy.buffer(), dw.buffer(), g);
        return dw;
    }

    Tensor softmax(Tensor x) {
        Tensor y = like(x);
        on().normalizations()
                .softmax(x.buffer(), y.buffer(), x.shape().rows(), x.shape().channels());
        return y;
    }

    Tensor causalSoftmax(Tensor x, boolean strict) {
        Tensor y = like(x);
        on().normalizations()
                .causalSoftmax(
                        x.buffer(), y.buffer(), x.shape().get(0), x.shape().get(1), strict);
        return y;
    }

    Tensor softmaxGradient(Tensor y, Tensor dy) {
        Tensor dx = like(y);
        Shape s = y.shape();
        on().normalizations().softmaxGradient(y.buffer(), dy.buffer(), dx.buffer(), s.rows(), s.channels());
        return dx;
    }

    Tensor logSoftmax(Tensor x) {
        Tensor y = like(x);
        on().normalizations()
                .logSoftmax(x.buffer(), y.buffer(), x.shape().rows(), x.shape().channels());
        return y;
    }

    Tensor logSoftmaxGradient(Tensor y, Tensor dy) {
        Tensor dx = like(y);
        Shape s = y.shape();
        on().normalizations().logSoftmaxGradient(y.buffer(), dy.buffer(), dx.buffer(), s.rows(), s.channels());
        return dx;
    }

    Tensor crossEntropy(Tensor logits, IntTensor targets) {
        Tensor y = engine.allocate(Shape.SCALAR);
        Shape s = logits.shape();
        on().normalizations().crossEntropy(logits.buffer(), targets.buffer(), y.buffer(), s.rows(), s.channels());
        return y;
    }

    Tensor crossEntropyGradient(Tensor logits, IntTensor targets, Tensor dy) {
        Tensor dx = like(logits);
        Shape s = logits.shape();
        on().normalizations()
                .crossEntropyGradient(
                        logits.buffer(), targets.buffer(), dy.buffer(), dx.buffer(), s.rows(), s.channels());
        return dx;
    }

    /** Writes the statistics too. */
    Tensor layerNorm(Op.LayerNorm n) {
        Tensor y = like(n.x());
        Shape s = y.shape();
        Buffer statistics = n.statistics().buffer();
        on().normalizations()
                .layerNorm(
                        buffer(n.x()),
                        buffer(n.gamma()),
                        buffer(n.beta()),
                        y.buffer(),
                        statistics,
                        s.rows(),
                        s.channels(),
                        n.epsilon());
        return y;
    }

    /** The gradients of x, gamma and beta. */
    List<Tensor> layerNormGradient(Op.LayerNorm n, Tensor dy) {
        List<Tensor> d = List.of(like(n.x()), like(n.gamma()), like(n.beta()));
        Shape s = dy.shape();
        on().normalizations()
                .layerNormGradient(
                        buffer(n.x()),
                        buffer(n.gamma()),
                        buffer(n.statistics()),
                        dy.buffer(),
                        buffer(d.get(0)),
                        buffer(d.get(1)),
                        buffer(d.get(2)),
                        s.rows(),
                        s.channels());
        return d;
    }

    Tensor causalAttention(Op.CausalAttention a) {
        Tensor y = like(a.q());
        Buffer key = a.key() == null ? null : a.key().buffer();
        on().attention().causal(buffer(a.q()), buffer(a.k()), buffer(a.v()), y.buffer(), key, a.sizes());
        return y;
    }

    /** The gradients of q, k and v. */
    List<Tensor> causalAttentionGradient(Op.CausalAttention a, Tensor dy) {
        List<Tensor> d = List.of(like(dy), like(dy), like(dy));
        Buffer key = a.key() == null ? null : a.key().buffer();
        on().attention()
                .causalGradient(
                        buffer(a.q()),
                        buffer(a.k()),
                        buffer(a.v()),
                        dy.buffer(),
                        buffer(d.get(0)),
                        buffer(d.get(1)),
                        buffer(d.get(2)),
                        key,
                        a.sizes());
        return d;
    }
}
