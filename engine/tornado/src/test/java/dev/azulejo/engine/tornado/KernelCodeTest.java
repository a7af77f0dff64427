package dev.azulejo.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.tornado.kernels.Codebooks;
import dev.azulejo.engine.tornado.kernels.Elementwise;
import dev.azulejo.engine.tornado.kernels.LayerNorm;
import dev.azulejo.engine.tornado.kernels.Layouts;
import dev.azulejo.engine.tornado.kernels.Operands;
import dev.azulejo.engine.tornado.kernels.Optimizers;
import dev.azulejo.engine.tornado.kernels.Products;
import dev.azulejo.engine.tornado.kernels.Random;
import dev.azulejo.engine.tornado.kernels.Reductions;
import dev.azulejo.engine.tornado.kernels.Rows;
import dev.azulejo.engine.tornado.kernels.Transfers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Kernels keep to what TornadoVM compiles right, and the check knows what it does not. */
class KernelCodeTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                Codebooks.class,
                Elementwise.class,
                LayerNorm.class,
                Layouts.class,
                Operands.class,
                Optimizers.class,
                Products.class,
                Random.class,
                Reductions.class,
                Rows.class,
                Transfers.class
            })
    void kernelsKeepToWhatIsCompiledRight(Class<?> home) {
        assertThat(KernelCode.all(home))
                .isNotEmpty()
                .allSatisfy(code -> assertThat(code.faults()).isEmpty());
    }

    @Test
    void functionsKeepToItToo() throws ClassNotFoundException {
        Class<?> functions = Class.forName(Elementwise.class.getPackageName() + ".Functions");
        assertThat(KernelCode.all(functions))
                .isNotEmpty()
                .allSatisfy(code -> assertThat(code.faults()).isEmpty());
    }

    /** What the check must refuse, a method each. */
    static final class Wrong {
        private Wrong() {}

        static void unsignedShift(KernelContext context, FloatArray x, int n) {
            x.set(context.globalIdx, n >>> 3);
        }

        static void signedShift(KernelContext context, FloatArray x, int n) {
            x.set(context.globalIdx, n >> 3);
        }

        static float twoReturns(float x) {
            if (x > 0) {
                return x;
            }
            return 0;
        }

        static void passesOn(float[] local) {
            local[0] = 1;
        }

        static void sizeIsNoConstant(KernelContext context, FloatArray x, int n) {
            float[] y = new float[n];
            x.set(context.globalIdx, y[0]);
        }

        static void floor(KernelContext context, FloatArray x) {
            x.set(0, (float) Math.floor(x.get(context.globalIdx)));
        }

        static void half(KernelContext context, FloatArray x) {
            x.set(context.globalIdx, 0);
        }

        static void flag(KernelContext context, FloatArray x, boolean flag) {
            x.set(context.globalIdx, flag ? 1 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unsignedShift: >>>",
                "signedShift: >> without a mask",
                "twoReturns: 2 returns",
                "passesOn: parameter of type float[]",
                "sizeIsNoConstant: a private array",
                "floor: call of java/lang/Math.floor",
                "half: its name",
                "flag: parameter of type boolean"
            })
    void theCheckRefuses(String expected) {
        String method = expected.substring(0, expected.indexOf(':'));
        List<String> faults = KernelCode.all(Wrong.class).stream()
                .filter(code -> code.method().methodName().equalsString(method))
                .findFirst()
                .orElseThrow()
                .faults();
        assertThat(faults).singleElement().asString().contains(expected);
    }
}
