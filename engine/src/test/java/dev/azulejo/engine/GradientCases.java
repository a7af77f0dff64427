package dev.azulejo.engine;

import dev.azulejo.engine.backend.UnaryFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Operations whose gradients are checked, one line per case. */
final class GradientCases {
    private final List<Case> cases = new ArrayList<>();

    private GradientCases() {}

    /** An operation on inputs of these shapes. */
    record Case(String name, Function<List<Tensor>, Tensor> operation, List<Shape> shapes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> all() {
        return new GradientCases().gradients();
    }

    private List<Case> gradients() {
        for (UnaryFunction f : UnaryFunction.values()) {
            if (f == UnaryFunction.LOG || f == UnaryFunction.RSQRT) {
                op(f.name(), x -> x.get(0).times(x.get(0)).apply(f), Shape.of(3, 5));
            } else if (f == UnaryFunction.ROUND) { // Flat between two steps.
                op("ROUND", x -> x.get(0).scale(0.4f).apply(f).plus(x.get(0)), Shape.of(3, 17));
            } else {
                op(f.name(), x -> x.get(0).apply(f), Shape.of(3, 17));
            }
        }
        Shape s = Shape.of(3, 5);
        op("plus", x -> x.get(0).plus(x.get(1)), s, s);
        op("plus itself", x -> x.get(0).plus(x.get(0)), s);
        op("minus", x -> x.get(0).minus(x.get(1)), s, s);
        op("times", x -> x.get(0).times(x.get(1)), s, s);
        op("times itself", x -> x.get(0).times(x.get(0)).times(x.get(0)), s);
        op(
                "dividedBy",
                x -> x.get(0)
                        .dividedBy(x.get(1).times(x.get(1)).plus(x.get(1).elu().scale(0.1f))),
                s,
                s);
        broadcasts();
        Function<List<Tensor>, Tensor> less = x -> x.get(0).lessThan(x.get(1));
        op("lessThan, where", x -> less.apply(x).where(x.get(0).scale(2), x.get(1)), s, s);
        op("equalTo", x -> x.get(0).equalTo(x.get(0)).plus(x.get(0)), s);
        op("sum of axes", x -> x.get(0).sum(1, -1), Shape.of(2, 3, 4, 5));
        op("sum of all axes", x -> x.get(0).sum(0, 1), s);
        op("mean of an axis", x -> x.get(0).mean(0), s);
        op("plus a number", x -> x.get(0).plus(2.5f), s);
        op("scale", x -> x.get(0).scale(-2.5f), s);
        op("sum", x -> x.get(0).times(x.get(0)).sum(), s);
        op("mean", x -> x.get(0).times(x.get(0)).mean(), s);
        op("meanSquaredError", x -> x.get(0).meanSquaredError(x.get(1)), s, s);
        op("reshape", x -> x.get(0).reshape(Shape.of(5, 3)).times(x.get(1)), s, Shape.of(5, 3));
        op("gate", x -> x.get(0).gate(), Shape.of(3, 10));
        op("dropout", x -> x.get(0).dropout(0.4f, 3, key(x)), Shape.of(7, 9));
        op("softmax", x -> x.get(0).softmax(), Shape.of(4, 7));
        op("logSoftmax", x -> x.get(0).logSoftmax(), Shape.of(4, 7));
        op("causalSoftmax", x -> x.get(0).causalSoftmax(false), Shape.of(2, 5, 5));
        op("causalSoftmax strict", x -> x.get(0).causalSoftmax(true), Shape.of(2, 5, 5));
        for (boolean strict : List.of(false, true)) {
            for (float rate : List.of(0f, 0.4f)) {
                Shape item = Shape.of(2, 5, 3);
                op(
                        "causalAttention " + strict + " " + rate,
                        x -> x.get(0).causalAttention(x.get(1), x.get(2), strict, rate, 3, key(x)),
                        item,
                        item,
                        item);
            }
        }
        op("crossEntropy", x -> x.get(0).crossEntropy(x.get(0).engine().ints(Shape.of(4), 0, 6, 3, 3)), Shape.of(4, 7));
        op(
                "layerNorm",
                x -> x.get(0).layerNorm(x.get(1), x.get(2), 1e-5f),
                Shape.of(5, 12),
                Shape.of(12),
                Shape.of(12));
        op("concat", x -> Tensor.concat(x.get(0), x.get(1), x.get(2)), s, Shape.of(3, 1), Shape.of(3, 7));
        op("straightThrough", x -> x.get(0).straightThrough(x.get(0).detach()), s);
        op("slice", x -> x.get(0).slice(2, 5), Shape.of(4, 7));
        op("slices", x -> x.get(0).slice(0, 5).times(x.get(0).slice(2, 7)), Shape.of(4, 7));
        op("shift", x -> x.get(0).shift(1, -2), Shape.of(2, 4, 5, 3));
        op("swapMiddle", x -> x.get(0).swapMiddle(), Shape.of(2, 4, 5, 3));
        op("gather", x -> x.get(0).gather(x.get(0).engine().ints(Shape.of(2, 3), 4, 0, 1, 2, 3, 4)), Shape.of(5, 3));
        op("linear", x -> x.get(0).linear(x.get(1), x.get(2)), Shape.of(2, 3, 5), Shape.of(5, 4), Shape.of(4));
        products();
        convolutions();
        return cases;
    }

    private void broadcasts() {
        Shape x = Shape.of(2, 3, 4, 5);
        for (Shape v : List.of(
                Shape.of(5),
                Shape.of(1),
                Shape.of(2, 1, 1, 5),
                Shape.of(3, 4, 1),
                Shape.of(2, 1, 4, 1),
                Shape.of(1, 3, 1, 5))) {
            op("plus " + v, t -> t.get(0).plus(t.get(1)), x, v);
            op("minus " + v, t -> t.get(0).minus(t.get(1)), x, v);
            op("times " + v, t -> t.get(0).times(t.get(1)), x, v);
            op("dividedBy " + v, t -> t.get(0).dividedBy(t.get(1).elu().plus(2)), x, v);
            op(v + " minus", t -> t.get(1).minus(t.get(0)), x, v);
            op(v + " times", t -> t.get(1).times(t.get(0)), x, v);
            op(
                    v + " lessThan",
                    t -> t.get(1).lessThan(t.get(0).scale(0)).times(t.get(1).times(t.get(0))),
                    x,
                    v);
        }
        op("outer product", t -> t.get(0).times(t.get(1)), Shape.of(3, 1), Shape.of(4));
    }

    private void products() {
        for (boolean ta : List.of(false, true)) {
            for (boolean tb : List.of(false, true)) {
                Shape a = ta ? Shape.of(3, 4) : Shape.of(4, 3);
                Shape b = tb ? Shape.of(5, 3) : Shape.of(3, 5);
                op("matmul " + ta + " " + tb, x -> x.get(0).matmul(x.get(1), ta, tb), a, b);
                op(
                        "batch matmul " + ta + " " + tb,
                        x -> x.get(0).matmul(x.get(1), ta, tb),
                        Shape.of(2, a.get(0), a.get(1)),
                        Shape.of(2, b.get(0), b.get(1)));
            }
        }
    }

    private void convolutions() {
        Shape in = Shape.of(2, 5, 6, 3);
        Shape bias = Shape.of(4);
        conv("3x3", Convolution.of(1, 1), in, Shape.of(3, 3, 3, 4), bias);
        conv("1x1", Convolution.of(1, 0), in, Shape.of(1, 1, 3, 4), bias);
        conv("4x4 stride 2", Convolution.of(2, 1), Shape.of(2, 6, 8, 3), Shape.of(4, 4, 3, 4), bias);
        conv("3x3 stride 2, odd", Convolution.of(2, 1), in, Shape.of(3, 3, 3, 4), bias);
        conv("2x3 causal", Convolution.padded(1, 1, 0, 1), in, Shape.of(2, 3, 3, 4), bias);
        conv("5x3 stride 3", new Convolution(3, 2, 0, 1, 2, false), in, Shape.of(5, 3, 3, 4), bias);
        op( // at ReLU's kink a finite difference is wrong: the fused one must be the one apart, in value and gradient
                "conv2d relu",
                x -> x.get(0)
                        .conv2d(x.get(1), x.get(2), Convolution.of(1, 1).withRelu())
                        .minus(x.get(0)
                                .conv2d(x.get(1), x.get(2), Convolution.of(1, 1))
                                .relu()),
                in,
                Shape.of(3, 3, 3, 4),
                bias);
        op(
                "conv2d residual",
                x -> x.get(0).conv2d(x.get(1), x.get(2), Convolution.of(1, 0), x.get(3)),
                in,
                Shape.of(1, 1, 3, 4),
                bias,
                Shape.of(2, 5, 6, 4));
        op(
                "convTranspose2d 4x4 stride 2",
                x -> x.get(0).convTranspose2d(x.get(1), x.get(2), Convolution.of(2, 1)),
                Shape.of(2, 3, 2, 3),
                Shape.of(4, 4, 4, 3),
                bias);
        op(
                "convTranspose2d relu",
                x -> x.get(0)
                        .convTranspose2d(
                                x.get(1), x.get(2), Convolution.of(2, 1).withRelu())
                        .minus(x.get(0)
                                .convTranspose2d(x.get(1), x.get(2), Convolution.of(2, 1))
                                .relu()),
                Shape.of(1, 3, 2, 3),
                Shape.of(4, 4, 4, 3),
                bias);
        op(
                "convTranspose2d 3x2 stride 1, residual",
                x -> x.get(0).convTranspose2d(x.get(1), null, Convolution.of(1, 0), x.get(2)),
                Shape.of(1, 3, 2, 3),
                Shape.of(3, 2, 4, 3),
                Shape.of(1, 5, 3, 4));
    }

    private void conv(String name, Convolution options, Shape in, Shape kernel, Shape bias) {
        op("conv2d " + name, x -> x.get(0).conv2d(x.get(1), x.get(2), options), in, kernel, bias);
        op("conv2d " + name + ", no bias", x -> x.get(0).conv2d(x.get(1), null, options), in, kernel);
    }

    private void op(String name, Function<List<Tensor>, Tensor> operation, Shape... shapes) {
        cases.add(new Case(name, operation, List.of(shapes)));
    }

    private static IntTensor key(List<Tensor> x) {
        return x.get(0).engine().ints(Shape.of(4), 1, 2, 3, 0);
    }
}
