package dev.azulejo.nn.train;

import dev.azulejo.engine.Scope;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.nn.train.TrainingLoop.Outcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * The steps of peers that train together. The first one runs a {@link TrainingLoop}, with all that is written; the others
 * {@link #follow}: they take over its state, and each step that it takes.
 */
public final class PeerSteps {
    private static final byte STEP = 1;
    private static final byte END = 0;

    private final Peers peers;

    private PeerSteps(Peers peers) {
        this.peers = peers;
    }

    /** Gives the others the state before the next step. */
    static PeerSteps lead(Trainer trainer, long step) {
        PeerSteps steps = new PeerSteps(trainer.peers());
        steps.begin(trainer, step);
        return steps;
    }

    /**
     * Takes the steps that the first one takes, from its state on, until it ends.
     *
     * @param trainer of the same settings and data as the first one's
     * @return the last step, without figures
     * @throws dev.azulejo.nn.peer.PeerLostException if one of the others is gone
     */
    public static Outcome follow(Trainer trainer) {
        PeerSteps steps = new PeerSteps(trainer.peers());
        long step = steps.begin(trainer, 0);
        while (steps.say(STEP) == STEP) {
            try (Scope _ = trainer.engine().scope()) {
                trainer.step(++step);
            }
        }
        return new Outcome(step, TrainingLoop.End.FINISHED, Map.of(), 0);
    }

    /** A step follows. */
    void next() {
        say(STEP);
    }

    /** No step follows. */
    void end() {
        say(END);
    }

    private byte say(byte what) {
        byte[] said = {what};
        peers.share(said);
        return said[0];
    }

    private long begin(Trainer trainer, long step) {
        if (peers.size() == 1) {
            return step;
        }
        byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(step).array();
        peers.share(number);
        share(trainer.parameters());
        share(trainer.optimizer());
        trainer.average().ifPresent(average -> share(average.parameters()));
        return ByteBuffer.wrap(number).getLong();
    }

    private void share(Parameters state) {
        for (Parameter parameter : state) {
            float[] values = parameter.value().toArray();
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            peers.share(bytes.array());
            if (peers.rank() > 0) {
                bytes.asFloatBuffer().get(values);
                parameter.value().set(values);
            }
        }
    }
}
