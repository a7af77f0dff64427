package dev.azulejo.engine.backend;

import java.util.List;

/**
 * Updates of all parameters in one walk through memory: most are small, and a call of each would keep one thread busy at best.
 * What changes from step to step is in a buffer, not an argument.
 */
public interface OptimizerKernels {
    /**
     * One Adam or AdamW step (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1; Loshchilov and Hutter 2019,
     * arXiv 1711.05101, algorithm 2) of many parameters, in PyTorch's order of operations: g = clip g; w -= rate weightDecay w;
     * m += (1 - beta1) (g - m); v = beta2 v + (1 - beta2) g²; w -= rate / correction1 m / (sqrt(v) /
     * sqrt(correction2) + epsilon). Each operation is rounded to float, none is fused: the CPU backends agree to the bit.
     *
     * @param w weights of each parameter, updated
     * @param g gradient of each
     * @param m first moment of each, updated
     * @param v second moment of each, updated
     * @param sizes number of elements of each
     * @param settings what stays the same from step to step
     * @param step {@code [4]}: rate, correction1 = 1 - beta1^t, correction2 = 1 - beta2^t, clip (1 for none)
     */
    void adam(
            @Updates List<Buffer> w,
            List<Buffer> g,
            @Updates List<Buffer> m,
            @Updates List<Buffer> v,
            List<Integer> sizes,
            AdamSettings settings,
            Buffer step);

    /**
     * Moving averages of many parameters: average += share (weights - average), each operation rounded to float.
     *
     * @param averages of each parameter, updated
     * @param weights of each
     * @param sizes number of elements of each
     * @param share {@code [1]}: how far the averages move
     */
    void average(@Updates List<Buffer> averages, List<Buffer> weights, List<Integer> sizes, Buffer share);

    /**
     * The factor that clips gradients to a norm: out[at] = min(1, maxNorm / (sqrt(sum of all squares) + 1e-6)), as
     * PyTorch's {@code clip_grad_norm_}.
     *
     * @param gradients of each parameter
     * @param sizes number of elements of each
     * @param maxNorm the norm
     * @param out float buffer
     * @param at element of out that is written
     */
    void clipFactor(List<Buffer> gradients, List<Integer> sizes, float maxNorm, @Updates Buffer out, int at);

    /**
     * Constants of Adam, in double precision: 1 - 0.999 in float is wrong by 1e-5.
     *
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param epsilon added to the root of the second moment
     * @param weightDecay decoupled weight decay (AdamW); 0 for Adam
     */
    record AdamSettings(double beta1, double beta2, double epsilon, double weightDecay) {}
}
