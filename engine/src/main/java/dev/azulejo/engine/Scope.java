package dev.azulejo.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * The lifetime of intermediate tensors: whatever is computed while a scope is open goes back to the pool when it closes.
 * Scopes nest; the innermost one owns what is made. Under a {@link Tape} all of it lives on until the walk back.
 *
 * <pre>{@code
 * try (Scope _ = engine.scope()) {
 *     float mse = model.forward(images).meanSquaredError(images).item();
 * }
 * }</pre>
 */
public final class Scope implements AutoCloseable {
    private final Engine engine;
    private final List<Releasable> owned = new ArrayList<>();

    Scope(Engine engine) {
        this.engine = engine;
    }

    void own(Releasable value) {
        owned.add(value);
    }

    /**
     * Moves a tensor to the enclosing scope, or out of all of them, so that it outlives this one.
     *
     * @param tensor a tensor of this scope
     * @return the same tensor
     */
    public Tensor keep(Tensor tensor) {
        move(tensor);
        return tensor;
    }

    /**
     * Moves codes to the enclosing scope, or out of all of them, so that they outlive this one.
     *
     * @param codes integers of this scope
     * @return the same integers
     */
    public IntTensor keep(IntTensor codes) {
        move(codes);
        return codes;
    }

    private void move(Releasable value) {
        if (remove(value)) {
            engine.ownOutside(this, value);
        }
    }

    /** Gives back a tensor of this scope that is not read any more; one of another scope is left alone. */
    void release(Tensor tensor) {
        if (!engine.recording() && remove(tensor)) {
            tensor.release();
        }
    }

    private boolean remove(Releasable value) {
        for (int i = owned.size() - 1; i >= 0; i--) {
            if (owned.get(i) == value) {
                owned.remove(i);
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        engine.leave(this);
        owned.forEach(engine.recording() ? engine::own : Releasable::release);
        owned.clear();
    }
}
