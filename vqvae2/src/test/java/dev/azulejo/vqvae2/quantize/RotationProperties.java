package dev.azulejo.vqvae2.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The rotation trick against its matrix, computed by hand in double precision. */
class RotationProperties {
    @Property(tries = 60)
    void theGradientIsThatOfAConstantRotationAndStretch(@ForAll @IntRange(min = 2, max = 9) int d, @ForAll int seed) {
        float[] z = normal(d, seed, 0);
        float[] e = normal(d, seed, 1);
        float[] upstream = normal(d, seed, 2);
        double[][] matrix = rotationAndStretch(z, e);
        for (int i = 0; i < d; i++) {
            double turned = 0;
            double lengths = 0;
            for (int j = 0; j < d; j++) {
                turned += matrix[i][j] * z[j];
                double ofColumns = 0;
                for (int k = 0; k < d; k++) {
                    ofColumns += matrix[k][i] * matrix[k][j];
                }
                lengths += i == j ? ofColumns : Math.abs(ofColumns);
            }
            assertThat(turned).as("it takes z to e").isCloseTo(e[i], within(1e-9));
            double stretch = squared(e) / squared(z);
            assertThat(lengths).as("a rotation times %s", stretch).isCloseTo(stretch, within(1e-9 * (1 + stretch)));
        }
        try (Engine engine = new Engine(Backends.choose("vector", 1))) {
            Tensor parameter = engine.parameter(Shape.of(1, d), z);
            Tensor code = engine.parameter(Shape.of(1, d), e);
            try (Tape tape = engine.tape()) {
                Tensor passed = Estimator.ROTATION.pass(parameter, code);
                assertThat(passed.toArray()).as("the very values of the code").isEqualTo(e);
                tape.backward(
                        passed.times(engine.tensor(Shape.of(1, d), upstream)).sum());
                assertThat(tape.gradient(code)).isNull();
                float[] found = tape.gradient(parameter).toArray();
                for (int j = 0; j < d; j++) {
                    double expected = 0;
                    for (int i = 0; i < d; i++) {
                        expected += matrix[i][j] * upstream[i];
                    }
                    double scale = Math.sqrt(squared(e) * squared(upstream) / squared(z));
                    assertThat((double) found[j])
                            .isCloseTo(expected, within(1e-5 * (1 + scale) / Math.min(1, lengthOfSum(z, e))));
                }
            }
        }
    }

    @Property(tries = 20)
    void aVectorThatIsItsCodeHasThePlainGradient(@ForAll @IntRange(min = 1, max = 9) int d, @ForAll int seed) {
        float[] upstream = normal(d, seed, 2);
        try (Engine engine = new Engine(Backends.choose("vector", 1))) {
            Tensor z = engine.parameter(Shape.of(1, d), normal(d, seed, 0));
            try (Tape tape = engine.tape()) {
                Tensor passed = Estimator.ROTATION.pass(z, z.detach());
                tape.backward(
                        passed.times(engine.tensor(Shape.of(1, d), upstream)).sum());
                float[] found = tape.gradient(z).toArray();
                for (int i = 0; i < d; i++) {
                    assertThat(found[i]).isCloseTo(upstream[i], within(1e-5f));
                }
            }
        }
    }

    @Property(tries = 5)
    void vectorsOfZerosHaveFiniteGradients(@ForAll @IntRange(min = 1, max = 5) int d, @ForAll boolean code) {
        float[] zeros = new float[d];
        try (Engine engine = new Engine(Backends.choose("vector", 1))) {
            Tensor z = engine.parameter(Shape.of(1, d), code ? normal(d, 1, 0) : zeros);
            Tensor e = engine.tensor(Shape.of(1, d), code ? zeros : normal(d, 1, 0));
            try (Tape tape = engine.tape()) {
                tape.backward(Estimator.ROTATION.pass(z, e).sum());
                for (float value : tape.gradient(z).toArray()) {
                    assertThat(value).isFinite();
                }
            }
        }
    }

    /** (|e| / |z|) (1 - 2 r rᵀ + 2 q uᵀ) with u = z / |z|, q = e / |e| and r = (u + q) / |u + q|. */
    private static double[][] rotationAndStretch(float[] z, float[] e) {
        int d = z.length;
        double[] u = new double[d];
        double[] q = new double[d];
        double[] r = new double[d];
        double lengthOfSum = lengthOfSum(z, e);
        for (int i = 0; i < d; i++) {
            u[i] = z[i] / Math.sqrt(squared(z));
            q[i] = e[i] / Math.sqrt(squared(e));
            r[i] = (u[i] + q[i]) / lengthOfSum;
        }
        double[][] matrix = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double rotation = (i == j ? 1 : 0) - 2 * r[i] * r[j] + 2 * q[i] * u[j];
                matrix[i][j] = rotation * Math.sqrt(squared(e) / squared(z));
            }
        }
        return matrix;
    }

    /** |u + q|, near 0 where z and e point to opposite sides: there it is a small difference, and r has its rounding errors. */
    private static double lengthOfSum(float[] z, float[] e) {
        double squares = 0;
        for (int i = 0; i < z.length; i++) {
            double sum = z[i] / Math.sqrt(squared(z)) + e[i] / Math.sqrt(squared(e));
            squares += sum * sum;
        }
        return Math.sqrt(squares);
    }

    private static double squared(float[] x) {
        double sum = 0;
        for (float value : x) {
            sum += (double) value * value;
        }
        return sum;
    }

    private static float[] normal(int n, int seed, int stream) {
        float[] values = new float[n];
        Philox.normals(seed, stream, 0, 0, values, 0, n);
        return values;
    }
}
