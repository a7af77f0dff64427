package dev.azulejo.nn;

import dev.azulejo.engine.Tensor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The parameters of a module and of its children, in order, under dotted names. */
public final class Parameters implements Iterable<Parameter> {
    private final Map<String, Parameter> byName;
    private final String prefix;

    /** An empty list. */
    public Parameters() {
        this(new LinkedHashMap<>(), "");
    }

    private Parameters(Map<String, Parameter> byName, String prefix) {
        this.byName = byName;
        this.prefix = prefix;
    }

    /**
     * Adds what an optimiser updates.
     *
     * @param name name within the module
     * @param value its values
     * @param layout how it lies on disk
     * @return this
     */
    public Parameters learned(String name, Tensor value, Layout layout) {
        return add(new Parameter(prefix + name, value, layout, true));
    }

    /**
     * Adds state that is saved but not learned by gradient.
     *
     * @param name name within the module
     * @param value its values
     * @return this
     */
    public Parameters state(String name, Tensor value) {
        return add(new Parameter(prefix + name, value, Layout.PLAIN, false));
    }

    /**
     * Adds state that lies on disk as the parameter does that it belongs to, as an optimiser's moments.
     *
     * @param name name within the module
     * @param value its values
     * @param layout how it lies on disk
     * @return this
     */
    public Parameters state(String name, Tensor value, Layout layout) {
        return add(new Parameter(prefix + name, value, layout, false));
    }

    private Parameters add(Parameter parameter) {
        if (byName.put(parameter.name(), parameter) != null) {
            throw new IllegalArgumentException("parameters: " + parameter.name() + " is listed twice");
        }
        return this;
    }

    /**
     * Adds a child's parameters under its name.
     *
     * @param name name of the child within the module
     * @param module the child
     * @return this
     */
    public Parameters child(String name, Module module) {
        module.describe(new Parameters(byName, prefix + name + "."));
        return this;
    }

    /**
     * The parameter of this full name.
     *
     * @param name dotted name
     * @return the parameter, or null
     */
    public Parameter get(String name) {
        return byName.get(name);
    }

    /** {@return all parameters, learned or not, in order} */
    public List<Parameter> all() {
        return List.copyOf(byName.values());
    }

    /** {@return the parameters that an optimiser updates, in order} */
    public List<Parameter> learned() {
        return stream().filter(Parameter::learned).toList();
    }

    /** {@return the number of learned values, in floats} */
    public long count() {
        return stream()
                .filter(Parameter::learned)
                .mapToLong(p -> p.value().shape().size())
                .sum();
    }

    private Stream<Parameter> stream() {
        return byName.values().stream();
    }

    @Override
    public Iterator<Parameter> iterator() {
        return all().iterator();
    }
}
