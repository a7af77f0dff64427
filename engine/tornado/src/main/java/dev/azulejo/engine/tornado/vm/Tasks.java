package dev.azulejo.engine.tornado.vm;

import dev.azulejo.engine.tornado.Launch;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.common.TaskPackage;

/** Launches as tasks. TornadoVM takes a kernel as a method reference of as many arguments, of a type for each number. */
final class Tasks {
    private static final String FUNCTIONS = TaskPackage.class.getPackageName() + ".TornadoFunctions$Task";

    private final Map<Method, Object> references = new HashMap<>();
    private final KernelContext context = new KernelContext();

    TaskPackage task(String id, Launch launch) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(id);
        arguments.add(references.computeIfAbsent(launch.kernel(), Tasks::reference));
        arguments.add(context);
        arguments.addAll(launch.arguments());
        try {
            return (TaskPackage) factory(arguments.size()).invoke(null, arguments.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(launch + ": TornadoVM takes no such task", e);
        }
    }

    private static Method factory(int arguments) throws NoSuchMethodException {
        return Arrays.stream(TaskPackage.class.getMethods())
                .filter(method -> method.getName().equals("createPackage") && method.getParameterCount() == arguments)
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException("createPackage of " + arguments));
    }

    /** What {@code Kernels::kernel} compiles to. */
    private static Object reference(Method kernel) {
        try {
            Class<?> functions =
                    Class.forName(FUNCTIONS + kernel.getParameterCount(), true, TaskPackage.class.getClassLoader());
            MethodHandles.Lookup lookup =
                    MethodHandles.privateLookupIn(kernel.getDeclaringClass(), MethodHandles.lookup());
            MethodHandle code = lookup.unreflect(kernel);
            MethodType erased =
                    MethodType.genericMethodType(kernel.getParameterCount()).changeReturnType(void.class);
            return LambdaMetafactory.metafactory(
                            lookup,
                            "apply",
                            MethodType.methodType(functions),
                            erased,
                            code,
                            code.type().wrap().changeReturnType(void.class))
                    .getTarget()
                    .invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(kernel + ": no method reference", e);
        }
    }
}
