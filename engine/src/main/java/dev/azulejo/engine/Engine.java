package dev.azulejo.engine;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * The home of tensors: a backend, a pool of its buffers, and the scopes that are open.
 *
 * <p>An engine and its tensors are used by one thread at a time; the backend spreads the work over its own. Another thread
 * may go on with them once no scope and no tape is open, and what the first one did happens before; while one is open, a
 * tensor made by another thread is refused. Threads that compute at once take an engine each.
 */
public final class Engine implements AutoCloseable {
    private final Backend backend;
    private final BufferPool pool;
    private final Deque<Scope> scopes = new ArrayDeque<>();
    private Tape tape;

    /** The recorder of calls while a body is traced, instead of the backend; null otherwise. */
    private Backend recorder;

    /** The thread that opened the scopes; null while there are none. */
    private Thread user;

    /**
     * An engine on this backend, which it closes at the end.
     *
     * @param backend what computes
     */
    public Engine(Backend backend) {
        this.backend = backend;
        this.pool = new BufferPool(backend.memory());
    }

    /** {@return the backend: kernels for optimisers and quantizers, and for the engine's own operations} */
    public Backend backend() {
        return recorder == null ? backend : recorder;
    }

    /**
     * Runs a body whose kernel calls go to a recorder: nothing is computed, and the tensors that it makes have the
     * recorder's buffers.
     *
     * @param recorder takes the calls
     * @param body makes them
     * @param <T> what the body returns
     * @return what the body returned
     * @throws IllegalStateException if a body is being traced already
     */
    public <T> T trace(Backend recorder, Supplier<T> body) {
        if (this.recorder != null) {
            throw new IllegalStateException("trace: a body is being traced already");
        }
        this.recorder = recorder;
        try {
            return body.get();
        } finally {
            this.recorder = null;
        }
    }

    /**
     * A tensor with these values.
     *
     * @param shape its shape
     * @param values as many values as the shape has elements, row-major; copied
     * @return the tensor
     * @throws IllegalArgumentException if there are more or fewer values
     */
    public Tensor tensor(Shape shape, float... values) {
        Tensor tensor = allocate(shape);
        tensor.set(values);
        return tensor;
    }

    /**
     * A tensor of one value throughout.
     *
     * @param shape its shape
     * @param value the value
     * @return the tensor
     */
    public Tensor full(Shape shape, float value) {
        Tensor tensor = allocate(shape);
        backend().memory().fill(tensor.buffer(), shape.size(), value);
        return tensor;
    }

    /**
     * A tensor of zeros.
     *
     * @param shape its shape
     * @return the tensor
     */
    public Tensor zeros(Shape shape) {
        return full(shape, 0);
    }

    /**
     * Integers with these values: codes {@code [N, H, W]}, labels {@code [N]} or a random key {@code [3]}.
     *
     * @param shape their shape
     * @param values as many values as the shape has elements, row-major; copied
     * @return the integers
     * @throws IllegalArgumentException if there are more or fewer values
     */
    public IntTensor ints(Shape shape, int... values) {
        IntTensor tensor = allocateInts(shape);
        tensor.set(values);
        return tensor;
    }

    /**
     * A leaf that gradients are wanted for, outside all scopes.
     *
     * @param shape its shape
     * @param values as many values as the shape has elements, row-major; copied
     * @return the parameter
     * @throws IllegalArgumentException if there are more or fewer values
     */
    public Tensor parameter(Shape shape, float... values) {
        return lasting(shape, values, true);
    }

    /**
     * Values that no gradient is wanted for and that outlive all scopes: moments of an optimiser, an EMA codebook.
     *
     * @param shape its shape
     * @param values as many values as the shape has elements, row-major; copied
     * @return the tensor
     * @throws IllegalArgumentException if there are more or fewer values
     */
    public Tensor state(Shape shape, float... values) {
        return lasting(shape, values, false);
    }

    /**
     * Integers that outlive all scopes: labels, codes or a random key that a step reads again each time.
     *
     * @param shape their shape
     * @param values as many values as the shape has elements, row-major; copied
     * @return the integers
     * @throws IllegalArgumentException if there are more or fewer values
     */
    public IntTensor intState(Shape shape, int... values) {
        IntTensor tensor =
                new IntTensor(this, shape, new Storage(backend.memory().allocate(DType.INT32, shape.size()), null));
        tensor.set(values);
        return tensor;
    }

    private Tensor lasting(Shape shape, float[] values, boolean differentiable) {
        if (recorder != null) {
            throw new IllegalStateException("engine: lasting tensor " + shape + " made in a step; make it before");
        }
        Tensor tensor = new Tensor(
                this, shape, new Storage(backend.memory().allocate(DType.FLOAT32, shape.size()), null), differentiable);
        tensor.set(values);
        return tensor;
    }

    /**
     * A tensor of undefined content, for a kernel to write whole. It belongs to the innermost scope.
     *
     * @param shape its shape
     * @return the tensor
     */
    public Tensor allocate(Shape shape) {
        return own(new Tensor(this, shape, storage(DType.FLOAT32, shape.size()), false));
    }

    /**
     * Integers of undefined content, for a kernel to write whole. They belong to the innermost scope.
     *
     * @param shape their shape
     * @return the integers
     */
    public IntTensor allocateInts(Shape shape) {
        return own(new IntTensor(this, shape, storage(DType.INT32, shape.size())));
    }

    private Storage storage(DType type, int size) {
        if (scopes.isEmpty() || recorder != null) {
            return new Storage(backend().memory().allocate(type, size), null);
        }
        requireUser();
        Buffer buffer = pool.take(type, size);
        return new Storage(buffer, pool);
    }

    /**
     * Opens a scope: tensors made from here on go back to the pool when it closes.
     *
     * @return the scope, to be closed by the same thread before any outer one
     * @throws IllegalStateException if another thread has one open
     */
    public Scope scope() {
        if (scopes.isEmpty()) {
            user = Thread.currentThread();
        }
        requireUser();
        Scope scope = new Scope(this);
        scopes.push(scope);
        return scope;
    }

    /**
     * Opens a scope in which operations are recorded, so that gradients can be asked for.
     *
     * @return the tape, to be closed by the same thread before any outer scope
     * @throws IllegalStateException if a tape is open already, or another thread has a scope open
     */
    public Tape tape() {
        if (!scopes.isEmpty()) {
            requireUser();
        }
        if (tape != null) {
            throw new IllegalStateException("tape: one is open already; close it first");
        }
        tape = new Tape(this);
        return tape;
    }

    /** {@return the bytes that the pool has allocated since the engine was made: constant once a loop is steady} */
    public long pooledBytes() {
        return pool.allocatedBytes();
    }

    <T extends Releasable> T own(T value) {
        if (!scopes.isEmpty()) {
            scopes.peek().own(value);
        }
        return value;
    }

    /** {@return whether a tape is open that has not walked back yet, and may read whatever was made under it} */
    boolean recording() {
        return tape != null && tape.recording();
    }

    void ownOutside(Scope inner, Releasable value) {
        boolean found = false;
        for (Scope scope : scopes) {
            if (found) {
                scope.own(value);
                return;
            }
            found = scope == inner;
        }
    }

    void leave(Scope scope) {
        if (scopes.peek() != scope) {
            throw new IllegalStateException("scope: close the inner scopes first, on the thread that opened them");
        }
        scopes.pop();
        if (scopes.isEmpty()) {
            user = null;
        }
    }

    private void requireUser() {
        if (user != Thread.currentThread()) {
            throw new IllegalStateException(
                    "engine: thread " + Thread.currentThread().getName()
                            + " uses it while thread " + (user == null ? "none" : user.getName())
                            + " has a scope open; take an engine for each thread");
        }
    }

    void endTape() {
        tape = null;
    }

    /** Runs an operation and records it if a tape is open and an input wants a gradient. */
    Tensor apply(Op op) {
        Tensor output = Forward.evaluate(this, op);
        if (tape != null) {
            tape.record(op, output);
        }
        return output;
    }

    @Override
    public void close() {
        backend.close();
    }
}
