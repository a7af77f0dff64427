package dev.azulejo.engine.tornado;

import static org.assertj.core.api.Assertions.fail;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs launches as plain Java, group by group. A group whose kernel has barriers is as many virtual threads as it has
 * work-items; another is a loop. Local arrays hold nothing usable until written.
 */
final class Emulator implements Device {
    private record Compiled(MethodHandle handle, boolean barriers, SortedSet<Integer> written) {}

    private final Map<Method, Compiled> compiled = new ConcurrentHashMap<>();

    @Override
    public void run(Launch launch) {
        Compiled kernel = compiled.computeIfAbsent(launch.kernel(), Emulator::compile);
        requireEnds(launch, kernel.written);
        Object[][] arguments = new Object[launch.items()][];
        for (int i = 0; i < arguments.length; i++) {
            List<Object> all = new ArrayList<>(launch.arguments());
            all.addFirst(null);
            arguments[i] = all.toArray();
        }
        for (int group = 0; group < launch.groups(); group++) {
            WorkGroup shared = new WorkGroup(launch.items());
            for (int i = 0; i < arguments.length; i++) {
                arguments[i][0] = new WorkItem(shared, group, i, launch.items());
            }
            if (kernel.barriers) {
                together(launch, kernel, shared, arguments);
            } else {
                for (Object[] of : arguments) {
                    call(kernel, of);
                }
            }
        }
    }

    @Override
    public void beforeHostReads(Object array) {}

    @Override
    public void beforeHostWrites(Object array) {}

    private static Compiled compile(Method method) {
        try {
            MethodHandle handle = MethodHandles.lookup().unreflect(method);
            int arity = method.getParameterCount();
            handle = handle.asType(handle.type().generic().changeReturnType(void.class))
                    .asSpreader(Object[].class, arity);
            return new Compiled(handle, KernelCode.of(method).hasBarriers(), WrittenArguments.of(method));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Refuses what TornadoVM would put in order without end: an array stands again after an argument by which the task writes
     * it, which then waits for this very task. In place is fine: the argument that is read stands before the one that is
     * written.
     */
    private static void requireEnds(Launch launch, SortedSet<Integer> written) {
        List<Object> arguments = launch.arguments();
        for (int place : written) {
            Object array = arguments.get(place - 1);
            if (arguments.subList(place, arguments.size()).contains(array)) {
                throw new IllegalStateException(launch + ": argument " + place
                        + " is written and stands again after it, so TornadoVM would never begin; give each an array"
                        + " of its own");
            }
        }
    }

    private static void call(Compiled kernel, Object[] arguments) {
        try {
            kernel.handle.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void together(Launch launch, Compiled kernel, WorkGroup shared, Object[][] arguments) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        // Started by one of their kind: they then all wait in its carrier's own queue, and no yield passes one over.
        Thread first = Thread.startVirtualThread(() -> {
            for (Object[] of : arguments) {
                Thread.startVirtualThread(() -> {
                    try {
                        call(kernel, of);
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        shared.leave();
                    }
                });
            }
            shared.awaitAllGone();
        });
        try {
            first.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure.get() != null) {
            fail(launch.toString(), failure.get());
        }
    }
}
