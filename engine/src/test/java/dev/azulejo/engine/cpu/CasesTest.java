package dev.azulejo.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of cases leaves no kernel out. */
class CasesTest {
    private static Stream<Class<?>> families() {
        return Stream.of(Backend.class.getMethods())
                .<Class<?>>map(Method::getReturnType)
                .filter(type -> type.getSimpleName().endsWith("Kernels"))
                .distinct();
    }

    @Test
    void everyKernelHasACase() {
        Set<String> kernels = new TreeSet<>();
        families().forEach(family -> Stream.of(family.getMethods()).forEach(kernel -> kernels.add(name(kernel))));
        Set<String> called = new TreeSet<>();
        Backend listening = proxy(
                Backend.class,
                (_, family, _) -> proxy(family.getReturnType(), (_, kernel, _) -> {
                    called.add(name(kernel));
                    return null;
                }));
        Buffer nothing = proxy(Buffer.class, (_, _, _) -> null);
        Agreement.cases().forEach(kernel -> {
            Buffer[] buffers = new Buffer[kernel.operands().size()];
            Arrays.fill(buffers, nothing);
            kernel.call().on(listening, buffers);
        });
        assertThat(kernels).hasSizeGreaterThan(40);
        assertThat(called).containsExactlyElementsOf(kernels);
    }

    private static String name(Method kernel) {
        return kernel.getDeclaringClass().getSimpleName() + "." + kernel.getName();
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
