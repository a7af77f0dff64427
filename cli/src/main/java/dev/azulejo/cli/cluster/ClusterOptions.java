package dev.azulejo.cli.cluster;

import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.nn.message.UserException;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import picocli.CommandLine.Option;

/** The options of commands that can run on a cluster. */
public final class ClusterOptions {
    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Run on Apache Spark: local[2], spark://HOST:7077, k8s://..., yarn; see docs/cluster.md.")
    private String master;

    @Option(
            names = "--workers",
            paramLabel = "N",
            converter = OptionTypes.Count.class,
            description = "With Spark, how many workers (default: all that it has).")
    private Integer workers;

    /** {@return whether the work is for a cluster} The command may have been submitted to one, which named it. */
    public boolean areGiven() {
        boolean submitted = System.getProperty("spark.master") != null;
        if (workers != null && master == null && !submitted) {
            throw new UsageException("--workers: is for a cluster; name one with --master");
        }
        return master != null || submitted;
    }

    /** Connects to it. */
    public Cluster open(Session session) {
        return ServiceLoader.load(Cluster.Provider.class)
                .findFirst()
                .orElseThrow(() -> new UserException("--master: this is azulejo without Spark; see docs/cluster.md"))
                .open(session, master, workers == null ? OptionalInt.empty() : OptionalInt.of(workers));
    }
}
