package dev.azulejo.engine.program;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.DType;
import dev.azulejo.engine.backend.Memory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A backend that computes nothing and keeps the calls made to it. Its buffers have no storage. */
final class Recorder {
    private final List<Call> calls = new ArrayList<>();
    private final Map<Method, Object> families = new HashMap<>();
    private int buffers;

    List<Call> calls() {
        return calls;
    }

    /** The recorder as engines see it. */
    Backend backend(Backend real) {
        return proxy(Backend.class, (_, method, arguments) -> {
            if (method.getReturnType().isInterface()) {
                return families.computeIfAbsent(method, this::family);
            }
            return method.invoke(real, arguments); // Its name and description; nobody closes it in a step.
        });
    }

    private Object family(Method family) {
        return proxy(
                family.getReturnType(),
                family.getReturnType() == Memory.class
                        ? (_, method, arguments) -> memory(family, method, arguments)
                        : (_, method, arguments) -> record(family, method, arguments));
    }

    private Object record(Method family, Method kernel, Object... arguments) {
        if (kernel.getReturnType() != void.class) {
            throw new IllegalStateException(kernel + ": kernels hand no number back");
        }
        calls.add(new Call(family, kernel, arguments.clone()));
        return null;
    }

    private Object memory(Method family, Method method, Object... arguments) {
        return switch (method.getName()) {
            case "allocate" -> new PlannedBuffer((DType) arguments[0], (int) arguments[1], buffers++);
            case "copy", "fill" -> record(family, method, arguments);
            default ->
                throw new IllegalStateException("program: a step must neither read nor write host values ("
                        + method.getName() + "); set its inputs before it and read what it returns after it");
        };
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
