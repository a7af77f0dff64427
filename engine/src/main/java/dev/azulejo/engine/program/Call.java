package dev.azulejo.engine.program;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.SameAsOutput;
import dev.azulejo.engine.backend.Updates;
import dev.azulejo.engine.backend.Writes;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One call of a kernel as data: which, with which constants, on which buffers. What it reads and writes is marked at the kernel. */
public final class Call {
    private final Method family;
    private final Method kernel;
    private final Annotation[][] marks; // Read once: each reading parses the class file's.
    private final Object[] arguments;

    /** A call of a method of one of the objects that a backend gives out. */
    Call(Method family, Method kernel, Object... arguments) {
        this.family = family;
        this.kernel = kernel;
        this.marks = kernel.getParameterAnnotations();
        this.arguments = arguments;
    }

    /** {@return family and kernel, such as {@code convolutions.forward}} */
    public String name() {
        return family.getName() + "." + kernel.getName();
    }

    /** {@return what is not a buffer, in the order of the kernel's arguments} */
    public List<Object> constants() {
        return Arrays.stream(arguments)
                .filter(a -> !(a instanceof Epilogue) && buffersOf(a).findAny().isEmpty())
                .toList();
    }

    /** {@return the buffers whose content matters to it} */
    public List<Buffer> reads() {
        return buffers(i -> !has(i, Writes.class));
    }

    /** {@return the buffers that it changes, those that it writes whole first} */
    public List<Buffer> writes() {
        return Stream.concat(written().stream(), buffers(i -> has(i, Updates.class)).stream())
                .toList();
    }

    /** The buffers that it writes whole. */
    List<Buffer> written() {
        return buffers(i -> has(i, Writes.class));
    }

    /**
     * Whether the first buffer that it writes may be this one, which it reads.
     *
     * @param read a buffer that it reads
     * @return whether each element is read before it is written
     */
    public boolean mayOverwrite(Buffer read) {
        for (int i = 0; i < arguments.length; i++) {
            boolean residual = arguments[i] instanceof Epilogue e && read.equals(e.residual());
            boolean other = !residual && buffersOf(arguments[i]).anyMatch(read::equals);
            if (other && !has(i, SameAsOutput.class) && !has(i, Writes.class)) {
                return false;
            }
        }
        return true;
    }

    private List<Buffer> buffers(IntPredicate which) {
        return IntStream.range(0, arguments.length)
                .filter(which)
                .mapToObj(i -> buffersOf(arguments[i]))
                .flatMap(Function.identity())
                .toList();
    }

    private boolean has(int argument, Class<? extends Annotation> mark) {
        return Arrays.stream(marks[argument]).anyMatch(mark::isInstance);
    }

    private static Stream<Buffer> buffersOf(Object argument) {
        return switch (argument) {
            case Buffer buffer -> Stream.of(buffer);
            case Epilogue e -> Stream.of(e.bias(), e.residual()).filter(Objects::nonNull);
            case List<?> list -> list.stream().flatMap(Call::buffersOf);
            case null, default -> Stream.empty();
        };
    }

    /** The call on a backend's own buffers, ready to run again and again. */
    Runnable on(Backend backend, UnaryOperator<Buffer> place) {
        Object target = invoke(family, backend);
        Object[] placed = Arrays.stream(arguments)
                .map(argument -> placed(argument, place))
                .toArray();
        return () -> invoke(kernel, target, placed);
    }

    private static Object placed(Object argument, UnaryOperator<Buffer> place) {
        return switch (argument) {
            case Buffer buffer -> place.apply(buffer);
            case Epilogue e -> new Epilogue(at(e.bias(), place), e.relu(), at(e.residual(), place));
            case List<?> list -> list.stream().map(one -> placed(one, place)).toList();
            case null, default -> argument;
        };
    }

    private static Buffer at(Buffer buffer, UnaryOperator<Buffer> place) {
        return buffer == null ? null : place.apply(buffer);
    }

    private static Object invoke(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + ": kernels are public", e);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    @Override
    public String toString() {
        String constants = constants().stream().map(String::valueOf).collect(Collectors.joining(" "));
        return name() + " " + constants + " " + reads() + " -> " + writes();
    }
}
