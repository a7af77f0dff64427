package dev.azulejo.engine.tornado.plan;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Memory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;

/** A backend whose every call of a kernel is a program of its own, so that it runs on the device. */
public final class SingleCalls {
    private static final Set<String> KERNELS_OF_MEMORY = Set.of("copy", "fill");

    private SingleCalls() {}

    /**
     * A backend.
     *
     * @param backend makes programs
     */
    public static Backend of(Backend backend) {
        return proxy(Backend.class, (_, method, arguments) -> {
            Object family = invoke(method, backend, arguments);
            return method.getReturnType().isInterface() ? family(backend, method.getReturnType(), family) : family;
        });
    }

    private static Object family(Backend backend, Class<?> type, Object family) {
        return proxy(type, (_, method, arguments) -> {
            if (type == Memory.class && !KERNELS_OF_MEMORY.contains(method.getName())) {
                return invoke(method, family, arguments);
            }
            backend.compile(List.of(() -> invoke(method, family, arguments)), List.of())
                    .run();
            return null;
        });
    }

    private static Object invoke(Method method, Object target, Object[] arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(method.toString(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
