package dev.azulejo.engine.tornado;

import java.lang.reflect.Method;
import java.util.List;

/**
 * One run of a kernel over a grid of one dimension. Its arguments are arrays of TornadoVM and numbers; numbers are constants
 * of the compiled kernel, so a kernel is compiled once for each set of them.
 *
 * @param kernel a static method whose first parameter is the work-item's context
 * @param groups work-groups, at least 1
 * @param items work-items of a group
 * @param arguments what follows the context
 */
public record Launch(Method kernel, int groups, int items, List<Object> arguments) {
    private static final int FLAT = 256;

    /**
     * A run of a kernel in groups of its own size.
     *
     * @param home class of the kernel
     * @param name its name, which no other method of the class has
     * @param groups work-groups
     * @param items work-items of a group
     * @param arguments what follows the context
     * @return the launch
     */
    public static Launch grouped(Class<?> home, String name, int groups, int items, Object... arguments) {
        for (Method method : home.getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                return new Launch(method, groups, items, List.of(arguments));
            }
        }
        throw new IllegalArgumentException("no kernel " + name + " in " + home.getName());
    }

    /**
     * A run of a kernel whose work-items need nothing of each other and whose last argument says how many do something.
     *
     * @param home class of the kernel
     * @param name its name
     * @param n work-items that do something
     * @param arguments what follows the context but n
     * @return the launch
     */
    static Launch flat(Class<?> home, String name, int n, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = n;
        return grouped(home, name, Math.ceilDiv(n, FLAT), FLAT, all);
    }

    /** {@return its arguments that are arrays, in their order} */
    public List<Object> arrays() {
        return arguments.stream()
                .filter(argument -> !(argument instanceof Number))
                .toList();
    }

    @Override
    public String toString() {
        return kernel.getDeclaringClass().getSimpleName() + "." + kernel.getName() + " " + groups + " x " + items;
    }
}
