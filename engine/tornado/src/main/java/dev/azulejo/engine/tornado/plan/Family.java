package dev.azulejo.engine.tornado.plan;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.Updates;
import dev.azulejo.engine.backend.Writes;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A family of kernels whose calls run on the CPU at once, or are recorded as launches while there is a recording. */
final class Family implements InvocationHandler {
    private final Object onCpu;
    private final Object asLaunches;
    private final Supplier<Recording> recording;
    private final Map<Method, boolean[]> writes = new HashMap<>();

    private Family(Object onCpu, Object asLaunches, Supplier<Recording> recording) {
        this.onCpu = onCpu;
        this.asLaunches = asLaunches;
        this.recording = recording;
    }

    /**
     * A family.
     *
     * @param type its interface
     * @param onCpu the kernels of the CPU's backend
     * @param asLaunches those that make launches
     * @param recording gives the recording, null while there is none
     */
    static <T> T of(Class<T> type, T onCpu, T asLaunches, Supplier<Recording> recording) {
        Family family = new Family(onCpu, asLaunches, recording);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, family));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(this, arguments);
        }
        Recording now = recording.get();
        boolean[] written = writes.computeIfAbsent(method, Family::written);
        Object[] placed = new Object[arguments.length];
        for (int i = 0; i < placed.length; i++) {
            if (now == null) {
                placed[i] = placed(arguments[i], DeviceBuffer::onHost);
            } else {
                boolean changes = written[i];
                placed[i] = placed(arguments[i], buffer -> {
                    now.names(buffer, changes);
                    return buffer.onDevice();
                });
            }
        }
        Object result = invoke(method, now == null ? onCpu : asLaunches, placed);
        if (now == null) {
            for (int i = 0; i < placed.length; i++) {
                if (written[i]) {
                    forEach(arguments[i], DeviceBuffer::wroteOnHost);
                }
            }
        }
        return result;
    }

    private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static boolean[] written(Method method) {
        Parameter[] parameters = method.getParameters();
        boolean[] written = new boolean[parameters.length];
        for (int i = 0; i < written.length; i++) {
            written[i] =
                    parameters[i].isAnnotationPresent(Writes.class) || parameters[i].isAnnotationPresent(Updates.class);
        }
        return written;
    }

    private static Object placed(Object argument, Function<DeviceBuffer, Buffer> place) {
        return switch (argument) {
            case DeviceBuffer buffer -> place.apply(buffer);
            case Epilogue e ->
                new Epilogue((Buffer) placed(e.bias(), place), e.relu(), (Buffer) placed(e.residual(), place));
            case List<?> list -> list.stream().map(one -> placed(one, place)).toList();
            case null, default -> argument;
        };
    }

    private static void forEach(Object argument, Consumer<DeviceBuffer> action) {
        switch (argument) {
            case DeviceBuffer buffer -> action.accept(buffer);
            case List<?> list -> list.forEach(one -> forEach(one, action));
            case null, default -> {}
        }
    }
}
