package dev.azulejo.nn.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Components of configuration records, by reflection. */
final class Components {
    private Components() {}

    static Object create(Class<?> record, RecordComponent[] components, Object[] values) {
        try {
            Constructor<?> constructor = record.getConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(record + " cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(record + " is no public record", e);
        }
    }

    static Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(of.getClass() + " is no public record", e);
        }
    }

    static Map<String, Class<?>> kinds(RecordComponent component) {
        if (!component.getType().isSealed()) {
            throw new IllegalStateException(component + " is neither a setting, a record nor a choice of kinds");
        }
        Map<String, Class<?>> kinds = new LinkedHashMap<>();
        addKinds(component.getType(), kinds);
        return kinds;
    }

    /** Kinds that have more in common may have a sealed interface of their own within. */
    private static void addKinds(Class<?> choice, Map<String, Class<?>> kinds) {
        for (Class<?> each : choice.getPermittedSubclasses()) {
            if (each.isSealed()) {
                addKinds(each, kinds);
            } else {
                kinds.put(kind(each).value(), each);
            }
        }
    }

    static Kind kind(Class<?> record) {
        Kind kind = record.getAnnotation(Kind.class);
        if (kind == null) {
            throw new IllegalStateException(record + " has no kind");
        }
        return kind;
    }

    /** {@code codeDim} is {@code code_dim}. */
    static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
