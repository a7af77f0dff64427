package dev.azulejo.spark;

import dev.azulejo.cli.terminal.Machine;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.spark.parts.Here;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * What a worker runs on.
 *
 * @param host its machine
 * @param java the version of its Java
 * @param lanes floats in a vector register; 0 without the Vector API
 */
record Jvm(String host, String java, int lanes) implements Serializable {
    /** Before it, G1 may move pinned objects (JDK-8377811). */
    private static final Runtime.Version NEEDED = Runtime.Version.parse("25.0.3");

    private static final String ADVICE = "; name one of " + NEEDED
            + " or later (--conf spark.executorEnv.JAVA_HOME=DIR; on Kubernetes an image that has it)";

    /** Looks from inside. */
    private static final class Task extends AbstractFunction1<Iterator<Integer>, Iterator<Jvm>>
            implements Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<Jvm> apply(Iterator<Integer> nothing) {
            Jvm here = new Jvm(Here.host(), Runtime.version().toString(), Machine.lanes());
            return CollectionConverters.asScala(List.of(here).iterator());
        }
    }

    /** Those of workers, all of which must be free. */
    static List<Jvm> of(JavaSparkContext context, int workers) {
        List<Integer> ranks = IntStream.range(0, workers).boxed().toList();
        var looked = context.parallelize(ranks, workers)
                .rdd()
                .barrier()
                .mapPartitions(new Task(), false, ClassTag$.MODULE$.<Jvm>apply(Jvm.class));
        try {
            return List.of((Jvm[]) looked.collect());
        } catch (Exception e) { // Scala throws what it does not declare.
            if (e instanceof SparkException && e.getMessage().contains(UnsupportedClassVersionError.class.getName())) {
                throw new UserException("executors run a Java that cannot read this program" + ADVICE, e);
            }
            throw e;
        }
    }

    /** Refuses what is too old. */
    static void requireNew(Collection<Jvm> workers) {
        for (Jvm worker : workers) {
            if (Runtime.Version.parse(worker.java).compareToIgnoreOptional(NEEDED) < 0) {
                throw new UserException(worker.host + ": its executor runs Java " + worker.java + ADVICE);
            }
        }
    }

    /** What to be warned of, where they compute in different ways: sums of one order here and another there. */
    static Optional<String> difference(Collection<Jvm> workers) {
        if (workers.stream().mapToInt(Jvm::lanes).distinct().count() < 2) {
            return Optional.empty();
        }
        return Optional.of("the workers have vectors of different sizes ("
                + workers.stream()
                        .map(worker -> worker.lanes + " floats on " + worker.host)
                        .distinct()
                        .collect(Collectors.joining(", "))
                + "), so that their weights may differ in the last bits; take machines of one kind, or"
                + " --backend scalar");
    }
}
