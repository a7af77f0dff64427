package dev.azulejo.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A scope that remembers its operations, so that it can walk back from a loss to the gradient of every parameter
 * (reverse-mode automatic differentiation).
 *
 * <pre>{@code
 * try (Tape tape = engine.tape()) {
 *     Tensor loss = model.forward(images).loss();
 *     tape.backward(loss);
 *     adam.step(tape, step, rate);
 * }
 * }</pre>
 *
 * <p>The walk frees each intermediate tensor as soon as nothing needs it any more; scalars and what was {@link #keep kept}
 * stay readable until the tape closes.
 */
public final class Tape implements AutoCloseable {
    private final Engine engine;
    private final Scope scope;
    private final List<Node> nodes = new ArrayList<>();
    private final IdentityHashMap<Tensor, Tensor> gradients = new IdentityHashMap<>();
    private final Set<Releasable> saved = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Tensor> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean recording = true;

    private record Node(Op op, Tensor output) {}

    Tape(Engine engine) {
        this.engine = engine;
        this.scope = engine.scope();
    }

    void record(Op op, Tensor output) {
        if (recording && op.inputs().stream().anyMatch(Tensor::differentiable)) {
            output.track();
            nodes.add(new Node(op, output));
            saved.addAll(Saved.by(op, output));
        }
    }

    /** {@return the names of the operations recorded so far} */
    Set<String> operations() {
        return nodes.stream().map(node -> node.op.getClass().getSimpleName()).collect(Collectors.toSet());
    }

    /** {@return whether a gradient rule will read it} */
    boolean needs(Releasable value) {
        return recording && saved.contains(value);
    }

    /**
     * Keeps a tensor readable after {@link #backward} and after the tape is closed, for the enclosing scope.
     *
     * @param tensor a tensor made under this tape
     * @return the same tensor
     */
    public Tensor keep(Tensor tensor) {
        kept.add(tensor);
        return scope.keep(tensor);
    }

    /**
     * Keeps codes readable after the tape is closed, for the enclosing scope.
     *
     * @param codes integers made under this tape
     * @return the same integers
     */
    public IntTensor keep(IntTensor codes) {
        return scope.keep(codes);
    }

    /**
     * Computes the gradient of a loss with respect to every parameter that it depends on.
     *
     * @param loss a scalar computed under this tape
     * @throws IllegalArgumentException if the loss is not a scalar or depends on no parameter
     * @throws IllegalStateException if called twice
     */
    public void backward(Tensor loss) {
        if (loss.shape().size() != 1) {
            throw new IllegalArgumentException("backward: loss " + loss.shape() + "; expected a scalar");
        }
        if (!loss.differentiable()) {
            throw new IllegalArgumentException("backward: the loss depends on no parameter of this tape");
        }
        if (!recording) {
            throw new IllegalStateException("backward: already done; open a new tape");
        }
        recording = false;
        saved.clear();
        gradients.put(loss, engine.full(loss.shape(), 1));
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.set(i, null);
            Tensor gradient = gradients.get(node.output);
            boolean readable = node.output.shape().size() == 1 || kept.contains(node.output);
            if (!readable && !Saved.by(node.op, node.output).contains(node.output)) {
                node.output.release(); // Its readers came after it, and its own rule is none.
            }
            if (gradient != null) {
                try (Scope temporary = engine.scope()) {
                    // With a second holder, no rule overwrites it.
                    Tensor dy = readable ? gradient.detach() : gradient;
                    Gradients.backward(node.op, node.output, dy, (input, rule) -> {
                        if (wants(input)) {
                            accumulate(temporary, input, rule.get());
                        }
                    });
                }
            }
            if (!readable) {
                if (gradient != null) {
                    gradients.remove(node.output).release();
                }
                node.output.release();
            }
        }
        nodes.clear();
    }

    /** {@return whether an input has a gradient: a bias or a residual may be absent} */
    static boolean wants(Tensor input) {
        return input != null && input.differentiable();
    }

    /** Adds a contribution: the first is taken over as it is, a later one is added in place if no one else reads it. */
    private void accumulate(Scope temporary, Tensor input, Tensor contribution) {
        Tensor sum = gradients.get(input);
        if (sum == null) {
            sum = contribution.alias(contribution.shape());
        } else if (sum.exclusive()) {
            new Kernels(engine).add(sum, contribution, sum);
            return;
        } else {
            Tensor fresh = engine.allocate(sum.shape());
            new Kernels(engine).add(sum, contribution, fresh);
            sum.release();
            sum = fresh;
        }
        gradients.put(input, temporary.keep(sum));
    }

    /**
     * The gradient of a parameter, after {@link #backward}; readable until the tape closes.
     *
     * @param parameter a parameter
     * @return its gradient, of its shape, or null if the loss does not depend on it
     */
    public Tensor gradient(Tensor parameter) {
        return gradients.get(parameter);
    }

    @Override
    public void close() {
        engine.endTape();
        nodes.clear();
        gradients.clear();
        scope.close();
    }
}
