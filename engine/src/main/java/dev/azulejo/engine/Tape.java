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
        }
    }

    /** {@return the names of the operations recorded so far} */
    Set<String> operations() {
        return nodes.stream().map(node -> node.op.getClass().getSimpleName()).collect(Collectors.toSet());
    }

    /** {@return whether it has not walked back yet} */
    boolean recording() {
        return recording;
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
        gradients.put(loss, engine.full(loss.shape(), 1));
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.set(i, null);
            Tensor gradient = gradients.get(node.output);
            if (gradient != null) {
                try (Scope temporary = engine.scope()) {
                    Gradients.backward(node.op, node.output, gradient, (input, rule) -> {
                        if (wants(input)) {
                            accumulate(temporary, input, rule.get());
                        }
                    });
                }
            }
            if (node.output.shape().size() > 1 && !kept.contains(node.output)) {
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

    private void accumulate(Scope temporary, Tensor input, Tensor contribution) {
        Tensor before = gradients.get(input);
        // The first is taken over as it is: under another name, for it may be the gradient of the output too.
        Tensor sum = before == null ? contribution.detach() : before.plus(contribution);
        gradients.put(input, temporary.keep(sum));
        if (before != null) {
            before.release();
        }
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
