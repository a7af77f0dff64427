package dev.azulejo.nn;

/**
 * A part of a model: it has parameters, and names for them. What it computes is a method of its own, since inputs and
 * outputs differ from part to part; {@link Layer} is the common case of one tensor in, one out.
 */
public interface Module {
    /**
     * Lists the parameters of this part and of its children, under PyTorch's names.
     *
     * @param into where to list them
     */
    void describe(Parameters into);

    /** {@return all parameters, by name, in order} */
    default Parameters parameters() {
        Parameters list = new Parameters();
        describe(list);
        return list;
    }
}
