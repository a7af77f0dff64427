package dev.azulejo.engine.cpu;

import dev.azulejo.engine.backend.OptimizerKernels.AdamSettings;

/**
 * The numbers of one Adam step, computed in double precision as PyTorch's Python code does and rounded once.
 *
 * @param keep 1 - rate weightDecay
 * @param newInM 1 - beta1
 * @param oldInV beta2
 * @param newInV 1 - beta2
 * @param rootOfCorrection2 sqrt(correction2)
 * @param epsilon epsilon
 * @param size rate / correction1
 */
public record AdamStep(
        float keep, float newInM, float oldInV, float newInV, float rootOfCorrection2, float epsilon, float size) {

    /**
     * The numbers of a step.
     *
     * @param settings the constants
     * @param rate learning rate
     * @param correction1 1 - beta1^t
     * @param correction2 1 - beta2^t
     * @return the numbers
     */
    public static AdamStep of(AdamSettings settings, float rate, float correction1, float correction2) {
        return new AdamStep(
                (float) (1 - rate * settings.weightDecay()),
                (float) (1 - settings.beta1()),
                (float) settings.beta2(),
                (float) (1 - settings.beta2()),
                (float) Math.sqrt(correction2),
                (float) settings.epsilon(),
                (float) ((double) rate / correction1));
    }
}
