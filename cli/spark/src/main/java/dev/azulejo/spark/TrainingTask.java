package dev.azulejo.spark;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.peer.PeerFailedException;
import dev.azulejo.nn.peer.PeerLostException;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.nn.peer.ring.Address;
import dev.azulejo.nn.peer.ring.RingSeat;
import dev.azulejo.spark.parts.Here;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * The task of each worker: it listens, hears where the others do, joins the ring and trains. If a worker is lost, all tasks
 * fail and Spark starts all of them again, which go on from the newest checkpoint. What would fail again is no failure of the
 * task: it comes back as its result.
 */
final class TrainingTask extends AbstractFunction1<Iterator<Integer>, Iterator<Ended>> implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Training training;
    private final byte[] secret;

    TrainingTask(Training training, byte... secret) {
        this.training = training;
        this.secret = secret.clone();
    }

    @Override
    public Iterator<Ended> apply(Iterator<Integer> nothing) {
        BarrierTaskContext context = BarrierTaskContext.get();
        int rank = context.partitionId();
        String here = context.getTaskInfos()[rank].address();
        RingSeat seat = RingSeat.open(here.substring(0, here.lastIndexOf(':')));
        String[] all = context.allGather(seat.address().toString());
        List<Address> addresses = Arrays.stream(all).map(Address::of).toList();
        Ended ended = joined(seat, rank, addresses, secretOf(context.stageAttemptNumber()), context.cpus());
        return CollectionConverters.asScala(List.of(ended).iterator());
    }

    /** All are there; so if they do not reach each other, they would not the next time either. */
    private Ended joined(RingSeat seat, int rank, List<Address> addresses, byte[] secret, int threads) {
        Peers peers;
        try {
            peers = seat.join(rank, addresses, secret, TIMEOUT);
        } catch (PeerLostException e) {
            return Ended.failed(rank, Here.said(e.getMessage()));
        }
        return train(peers, threads);
    }

    /** So that a worker of an earlier attempt is a stranger to this one. */
    private byte[] secretOf(int attempt) {
        return ByteBuffer.allocate(secret.length + Integer.BYTES)
                .put(secret)
                .putInt(attempt)
                .array();
    }

    private Ended train(Peers peers, int threads) {
        try (peers) {
            try (Engine engine = new Engine(Backends.choose(training.job().backend(), threads))) {
                return training.run(engine, peers);
            } catch (PeerLostException e) {
                throw e;
            } catch (PeerFailedException e) {
                return Ended.failed(peers.rank(), e.getMessage());
            } catch (UserException e) {
                return failed(peers, Here.said(e.getMessage()));
            } catch (OutOfMemoryError e) {
                return failed(peers, Here.outOfMemory());
            }
        }
    }

    private static Ended failed(Peers peers, String error) {
        peers.fail(error);
        return Ended.failed(peers.rank(), error);
    }
}
