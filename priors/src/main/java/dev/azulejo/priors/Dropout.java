package dev.azulejo.priors;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tensor;

/** The dropouts of one pass: each gets the next stream of the step's key, so that no two masks are alike. */
public final class Dropout {
    private static final int FIRST_STREAM = 0x44524F50; // "DROP"

    private final float rate;
    private final IntTensor key;
    private int stream = FIRST_STREAM;

    private Dropout(float rate, IntTensor key) {
        this.rate = rate;
        this.key = key;
    }

    /** {@return the dropout of evaluation and sampling: none} */
    public static Dropout off() {
        return new Dropout(0, null);
    }

    /** The dropout of a training step; the key is {@code [4]}: seed (low, high), step and part. */
    static Dropout of(double rate, IntTensor key) {
        return new Dropout((float) rate, key);
    }

    Tensor apply(Tensor x) {
        return rate == 0 ? x : x.dropout(rate, stream++, key);
    }

    /** Causal attention whose weights are dropped. */
    Tensor attention(Tensor queries, Tensor keys, Tensor values) {
        return queries.causalAttention(keys, values, true, rate, rate == 0 ? 0 : stream++, key);
    }
}
