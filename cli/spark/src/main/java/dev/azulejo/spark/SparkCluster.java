package dev.azulejo.spark;

import dev.azulejo.cli.cluster.Cluster;
import dev.azulejo.cli.data.Source;
import dev.azulejo.cli.data.Subset;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.engine.Backends;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop.Outcome;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.spark.parts.Answer;
import dev.azulejo.spark.parts.Codes;
import dev.azulejo.spark.parts.CodesTask;
import dev.azulejo.spark.parts.ImagesTask;
import dev.azulejo.spark.parts.Job;
import dev.azulejo.spark.parts.Range;
import dev.azulejo.spark.parts.TrainedJob;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.ModelRun;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.rdd.RDD;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Spark's executors as workers of the command. */
final class SparkCluster implements Cluster {
    /** Images of a part: codes are made in batches of up to 250. */
    private static final int ENCODED = 1000;

    private static final int DRAWN = 64;

    private final Session session;
    private final JavaSparkContext context;
    private final int workers;

    SparkCluster(Session session, JavaSparkContext context, int workers) {
        this.session = session;
        this.context = context;
        this.workers = workers;
    }

    @Override
    public Outcome train(ModelRun run, Source source, Intervals intervals, Progress progress) {
        int batch = run.configuration().training().batch();
        Training training = Training.of(Job.of(run, source, backend()), null, intervals);
        return train(training, run.directory(), run.configuration().training().steps(), batch, progress)
                .outcome();
    }

    @Override
    public LevelRun.Result train(LevelRun run, Intervals intervals, Progress progress) {
        var prior = new Training.Prior(
                run.prior().level(),
                run.codes().toAbsolutePath().toString(),
                Json.write(run.prior().configuration().toJson()),
                run.directory().info().seed());
        Training training = Training.of(Job.of(run.model(), backend()), prior, intervals);
        int steps = run.prior().configuration().training().steps();
        int batch = run.prior().configuration().training().batch();
        Ended ended = train(training, run.directory(), steps, batch, progress);
        Outcome outcome = ended.outcome();
        Double nats = ended.natsPerCode();
        return new LevelRun.Result(outcome, nats == null ? OptionalDouble.empty() : OptionalDouble.of(nats));
    }

    @Override
    public void requireDivides(int batch) {
        if (batch % workers != 0) {
            throw new UserException("batch " + batch + ": " + workers
                    + " workers cannot have equally many images of it; take a multiple of " + workers
                    + ", or another number of --workers");
        }
    }

    private String backend() {
        return session.globals().backend == null ? Backends.defaultName() : session.globals().backend;
    }

    private Ended train(Training training, RunDirectory run, int steps, int batch, Progress progress) {
        requireDivides(batch);
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        List<Integer> ranks = IntStream.range(0, workers).boxed().toList();
        try (MetricsTail _ = MetricsTail.follow(run, steps, batch, progress)) {
            return asked(() -> {
                ClassTag<Ended> type = ClassTag$.MODULE$.apply(Ended.class);
                RDD<Ended> trained = context.parallelize(ranks, workers)
                        .rdd()
                        .barrier()
                        .mapPartitions(new TrainingTask(training, secret), false, type);
                // Behind a shuffle: of barrier stages Spark starts none again whose results go to the driver.
                List<Ended> ended =
                        JavaRDD.fromRDD(trained, type).repartition(1).collect();
                return ended.stream()
                        .filter(one -> one.error() != null)
                        .findFirst()
                        .orElseGet(() -> ended.stream()
                                .filter(one -> one.rank() == 0)
                                .findFirst()
                                .orElseThrow());
            });
        }
    }

    @Override
    public Judge judge(ModelRun run, Checkpoint checkpoint, Source source, Subset subset, ImageData images) {
        return new SparkJudge(this, trained(run, checkpoint, source, subset, images), run.model());
    }

    @Override
    public CodeStore encode(ModelRun run, Checkpoint checkpoint, Source source, Split split) {
        BitSet heldOut = new BitSet();
        IntStream.range(0, split.images().count()).filter(split::isHeldOut).forEach(heldOut::set);
        return encode(
                trained(run, checkpoint, source, Subset.ALL, split.images()), run.model(), split.images(), heldOut);
    }

    private TrainedJob trained(ModelRun run, Checkpoint checkpoint, Source source, Subset subset, ImageData images) {
        return new TrainedJob(Job.of(run, source, backend()), checkpoint.step(), subset, images.fingerprint());
    }

    CodeStore encode(TrainedJob trained, ModelConfig model, ImageData images, BitSet heldOut) {
        List<Codes> parts = inParts(Range.of(images.count(), ENCODED), new CodesTask(trained));
        return Codes.join(model, parts, images.classes(), heldOut);
    }

    @Override
    public long sample(
            ModelRun run,
            Checkpoint checkpoint,
            List<Checkpoint> priors,
            SamplingOptions options,
            int[] inTurn,
            int count,
            Taker taker) {
        ImagesTask task = new ImagesTask(
                run.path().toAbsolutePath().toString(),
                backend(),
                checkpoint.step(),
                priors.stream().mapToLong(Checkpoint::step).toArray(),
                options.temperature(),
                options.topK(),
                options.topP(),
                options.seed(),
                inTurn);
        long codes = 0;
        for (ImagesTask.Images part : inParts(Range.of(count, DRAWN), task)) {
            taker.take(part.range().from(), part.range().count(), part.pixels());
            codes += part.codes();
        }
        return codes;
    }

    int workers() {
        return workers;
    }

    /** What workers make of the parts of some work, in the order of the parts. */
    <P, T> List<T> inParts(List<P> parts, FlatMapFunction<Iterator<P>, T> task) {
        List<Answer<T>> answers = asked(() -> context.parallelize(parts, Math.min(workers, parts.size()))
                .mapPartitions(new Answer.Task<>(task))
                .collect());
        return answers.stream().map(Answer::get).toList();
    }

    private static <T> T asked(Supplier<T> work) {
        try {
            return work.get();
        } catch (Exception e) { // Scala throws what it does not declare.
            if (e instanceof SparkException) {
                throw Failed.of(e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
