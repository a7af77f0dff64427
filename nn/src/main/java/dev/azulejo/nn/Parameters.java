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
    /** Names under which earlier versions wrote what has another name now, by that. */
    private final Map<String, String> formerNames;

    private final String prefix;

    /** An empty list. */
    public Parameters() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>(), "");
    }

    private Parameters(Map<String, Parameter> byName, Map<String, String> formerNames, String prefix) {
        this.byName = byName;
        this.formerNames = formerNames;
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

    /**
     * Says that what is listed under a name had another one, under which it is still read.
     *
     * @param name name within the module
     * @param former the name within the module that earlier versions wrote
     * @return this
     */
    public Parameters formerly(String name, String former) {
        formerNames.put(prefix + name, prefix + former);
        return this;
    }

    /** {@return the full name that earlier versions wrote, by the full name of today} */
    Map<String, String> formerNames() {
        return formerNames;
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
        module.describe(new Parameters(byName, formerNames, prefix + name + "."));
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
