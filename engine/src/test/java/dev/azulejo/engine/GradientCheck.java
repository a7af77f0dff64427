package dev.azulejo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.random.Philox;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Compares the gradient of every input of an operation with finite differences of its value. Inputs and output are
 * intermediate tensors of a scope that is closed before the walk back.
 */
final class GradientCheck {
    /** Half the distance between the two values that are subtracted; the inputs are of order one. */
    private static final float STEP = 2e-2f;

    /** Norm-wise relative error: rounding of float32 over the step above leaves some 1e-4. */
    private static final double TOLERANCE = 1e-3;

    private final Engine engine;

    GradientCheck(Engine engine) {
        this.engine = engine;
    }

    /**
     * Checks an operation on inputs drawn at random, none of them nearer to zero than a few steps (where ReLU has its
     * kink).
     */
    void check(GradientCases.Case tried) {
        Function<List<Tensor>, Tensor> operation = tried.operation();
        List<Shape> shapes = tried.shapes();
        List<Tensor> inputs = inputs(shapes);
        double[] weights = weights(operation, inputs);
        List<float[]> gradients = gradients(operation, inputs, weights);
        for (int i = 0; i < inputs.size(); i++) {
            assertThat(gradients.get(i)).as("gradient of input " + i).isNotNull();
            float[] values = inputs.get(i).toArray();
            double error = 0;
            double norm = 0;
            for (int j = 0; j < values.length; j++) {
                double wide = difference(operation, inputs, i, values, j, weights, STEP);
                double narrow = difference(operation, inputs, i, values, j, weights, STEP / 2);
                double expected = (4 * narrow - wide) / 3; // Richardson: the error of second order cancels
                error += Math.pow(gradients.get(i)[j] - expected, 2);
                norm += expected * expected;
            }
            assertThat(Math.sqrt(error))
                    .as("error of the gradient of input " + i + " " + shapes.get(i) + ", norm " + Math.sqrt(norm))
                    .isLessThanOrEqualTo(TOLERANCE * Math.sqrt(norm) + 1e-6);
        }
    }

    /** The gradients of the case's inputs alone. */
    List<float[]> gradients(GradientCases.Case tried) {
        List<Tensor> inputs = inputs(tried.shapes());
        return gradients(tried.operation(), inputs, weights(tried.operation(), inputs));
    }

    /** The names of the operations that a case records. */
    Set<String> operations(GradientCases.Case tried) {
        List<Tensor> inputs = inputs(tried.shapes());
        try (Tape tape = engine.tape()) {
            Tensor _ = tried.operation().apply(inputs);
            return tape.operations();
        }
    }

    private List<Tensor> inputs(List<Shape> shapes) {
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            float[] values = new float[shapes.get(i).size()];
            Philox.uniforms(7, i, 0, 0, values, 0, values.length);
            for (int j = 0; j < values.length; j++) {
                values[j] = values[j] < 0.5f ? -0.1f - 2 * values[j] : 0.1f + 2 * (values[j] - 0.5f);
            }
            inputs.add(engine.parameter(shapes.get(i), values));
        }
        return inputs;
    }

    /** Random weights of the output's elements: their weighted sum is the loss, so no element escapes. */
    private double[] weights(Function<List<Tensor>, Tensor> operation, List<Tensor> inputs) {
        try (Scope _ = engine.scope()) {
            float[] weights = new float[operation.apply(inputs).shape().size()];
            Philox.uniforms(8, 0, 0, 0, weights, 0, weights.length);
            double[] out = new double[weights.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = weights[i] + 0.5;
            }
            return out;
        }
    }

    private List<float[]> gradients(Function<List<Tensor>, Tensor> operation, List<Tensor> inputs, double[] weights) {
        try (Tape tape = engine.tape()) {
            Tensor output;
            try (Scope scope = engine.scope()) {
                List<Tensor> copies = inputs.stream().map(x -> x.scale(1)).toList();
                output = scope.keep(operation.apply(copies).scale(1));
            }
            float[] floats = new float[weights.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) weights[i];
            }
            tape.backward(output.times(engine.tensor(output.shape(), floats)).sum());
            List<float[]> gradients = new ArrayList<>();
            for (Tensor input : inputs) {
                Tensor gradient = tape.gradient(input);
                gradients.add(gradient == null ? null : gradient.toArray());
            }
            return gradients;
        }
    }

    private double difference(
            Function<List<Tensor>, Tensor> operation,
            List<Tensor> inputs,
            int input,
            float[] values,
            int at,
            double[] weights,
            float step) {
        float[] moved = values.clone();
        moved[at] = values[at] + step;
        float above = moved[at];
        double up = loss(operation, inputs, input, moved, weights);
        moved[at] = values[at] - step;
        double down = loss(operation, inputs, input, moved, weights);
        inputs.get(input).set(values);
        return (up - down) / ((double) above - moved[at]);
    }

    private double loss(
            Function<List<Tensor>, Tensor> operation,
            List<Tensor> inputs,
            int input,
            float[] values,
            double[] weights) {
        inputs.get(input).set(values);
        try (Scope _ = engine.scope()) {
            float[] output = operation.apply(inputs).toArray();
            double loss = 0;
            for (int i = 0; i < output.length; i++) {
                loss += weights[i] * output[i];
            }
            return loss;
        }
    }
}
