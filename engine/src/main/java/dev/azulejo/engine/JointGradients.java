package dev.azulejo.engine;

/** Rules of {@link Gradients} in which one kernel computes the gradients of all inputs, whoever wants one. */
final class JointGradients {
    private JointGradients() {}

    static void of(Op.CausalAttention attention, Tensor dy, Gradients.Sink into) {
        Engine engine = dy.engine();
        Tensor dq = engine.allocate(dy.shape());
        Tensor dk = engine.allocate(dy.shape());
        Tensor dv = engine.allocate(dy.shape());
        engine.backend()
                .attention()
                .causalGradient(
                        attention.q().buffer(),
                        attention.k().buffer(),
                        attention.v().buffer(),
                        dy.buffer(),
                        dq.buffer(),
                        dk.buffer(),
                        dv.buffer(),
                        attention.key() == null ? null : attention.key().buffer(),
                        attention.sizes());
        into.add(attention.q(), () -> dq);
        into.add(attention.k(), () -> dk);
        into.add(attention.v(), () -> dv);
    }

    static void of(Op.LayerNorm norm, Tensor dy, Gradients.Sink into) {
        Engine engine = dy.engine();
        Shape shape = norm.x().shape();
        Tensor dx = engine.allocate(shape);
        Tensor dgamma = engine.allocate(norm.gamma().shape());
        Tensor dbeta = engine.allocate(norm.beta().shape());
        engine.backend()
                .normalizations()
                .layerNormGradient(
                        norm.x().buffer(),
                        norm.gamma().buffer(),
                        norm.statistics().buffer(),
                        dy.buffer(),
                        dx.buffer(),
                        dgamma.buffer(),
                        dbeta.buffer(),
                        shape.rows(),
                        shape.channels());
        into.add(norm.x(), () -> dx);
        into.add(norm.gamma(), () -> dgamma);
        into.add(norm.beta(), () -> dbeta);
    }
}
