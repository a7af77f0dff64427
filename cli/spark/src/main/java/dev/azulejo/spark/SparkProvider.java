package dev.azulejo.spark;

import dev.azulejo.cli.cluster.Cluster;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.UserException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.api.java.JavaSparkContext;

/** Opens Spark as the cluster of the command; found as a service. */
public final class SparkProvider implements Cluster.Provider {
    /** For executors as for the launcher's JVM: see there. */
    private static final String FLAGS =
            "-XX:+UseSerialGC -XX:ObjectAlignmentInBytes=64 --add-modules=jdk.incubator.vector";

    private static final Pattern LOCAL_CLUSTER = Pattern.compile("^local-cluster\\[\\s*(\\d+)\\s*,\\s*(\\d+)");

    private static final String WAITING = "spark.scheduler.maxRegisteredResourcesWaitingTime";

    /** Called by the service loader. */
    public SparkProvider() {}

    @Override
    public Cluster open(Session session, String master, OptionalInt workers) {
        SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "azulejo");
        if (master != null) {
            conf.setMaster(master);
        }
        if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
            throw new UserException(
                    "spark.dynamicAllocation.enabled: workers that train together cannot come and go; set"
                            + " it to false, and say how many there are: --conf spark.executor.instances=N");
        }
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        conf.setIfMissing("spark.log.level", "ERROR");
        conf.setIfMissing("spark.scheduler.minRegisteredResourcesRatio", "1.0");
        conf.setIfMissing(WAITING, "30s");
        // Once a second, for as long as executors may take to come, or to come back.
        conf.setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s");
        conf.setIfMissing(
                "spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures",
                Long.toString(conf.getTimeAsSeconds(WAITING)));
        String flags = conf.get("spark.executor.extraJavaOptions", "");
        if (!flags.contains("-XX:+Use")) { // Two collectors would stop the JVM.
            conf.set("spark.executor.extraJavaOptions", (FLAGS + " " + flags).strip());
        }
        requireRoom(conf);
        StandaloneMaster.requireThere(conf.get("spark.master", ""));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(conf.getTimeAsSeconds(WAITING));
        JavaSparkContext context;
        try {
            context = quietly(conf);
        } catch (Exception e) { // Scala throws what it does not declare.
            if (e instanceof SparkThrowable || e instanceof java.io.IOException) {
                throw Failed.of(e);
            }
            throw e;
        }
        try {
            int slots = slots(context, conf, workers.orElse(1), deadline);
            int size = workers.orElse(slots);
            if (size > slots || slots == 0) {
                throw new UserException("--workers " + Math.max(1, size) + ": " + conf.get("spark.master")
                        + " has room for " + slots
                        + "; take fewer, or give it more executors (spark.executor.instances, spark.task.cpus)");
            }
            session.log("Spark " + context.version() + " at " + conf.get("spark.master") + ", "
                    + Counted.of(size, "worker") + " of " + Counted.of(conf.getInt("spark.task.cpus", 1), "thread"));
            if (!context.sc().isLocal()) {
                List<Jvm> jvms = Jvm.of(context, size);
                Jvm.requireNew(jvms);
                Jvm.difference(jvms).ifPresent(session::warn);
            }
            return new SparkCluster(session, context, size);
        } catch (Exception e) { // Scala throws what it does not declare.
            context.close();
            if (e instanceof SparkException) {
                throw Failed.of(e);
            }
            throw e;
        }
    }

    /** Makes the context. Spark writes what it throws with its stack trace too; the command says it in a line. */
    private static JavaSparkContext quietly(SparkConf conf) {
        if (!(LogManager.getContext(false) instanceof LoggerContext log)) { // Another logger than Spark's own.
            return new JavaSparkContext(conf);
        }
        String name = SparkContext.class.getName();
        LoggerConfig before = log.getConfiguration().getLoggerConfig(name);
        Level level = before.getName().equals(name) ? before.getExplicitLevel() : null;
        Configurator.setLevel(name, Level.OFF);
        LoggerConfig quiet = log.getConfiguration().getLoggerConfig(name);
        try {
            return new JavaSparkContext(conf);
        } finally {
            quiet.setLevel(level); // Without one of its own it is as the others are.
            log.updateLoggers();
        }
    }

    /** Refuses tasks that no executor could ever run. */
    private static void requireRoom(SparkConf conf) {
        Matcher inOneProcess = LOCAL_CLUSTER.matcher(conf.get("spark.master", ""));
        int cpus = conf.getInt("spark.task.cpus", 1);
        int cores = inOneProcess.find()
                ? Integer.parseInt(inOneProcess.group(2))
                : conf.getInt("spark.executor.cores", cpus);
        if (cores < cpus) {
            throw new UserException("spark.task.cpus=" + cpus + ": an executor has " + Counted.of(cores, "core")
                    + "; take as many for a task (--conf spark.task.cpus=" + cores + "), or give executors more"
                    + " (--executor-cores " + cpus + ")");
        }
    }

    /** How many tasks run at once. Executors come one by one, and the count is of those that have come. */
    private static int slots(JavaSparkContext context, SparkConf conf, int workers, long deadline) {
        SparkContext spark = context.sc();
        Matcher inOneProcess = LOCAL_CLUSTER.matcher(conf.get("spark.master"));
        int instances = inOneProcess.find()
                ? Integer.parseInt(inOneProcess.group(1))
                : conf.getInt("spark.executor.instances", 1);
        int executors;
        int slots;
        do {
            executors = spark.statusTracker().getExecutorInfos().length - 1;
            slots = spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
            if (spark.isLocal() || (executors >= instances && slots >= workers)) {
                return slots;
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return slots;
            }
        } while (System.nanoTime() < deadline);
        if (executors >= instances) {
            return slots;
        }
        throw new UserException(conf.get("spark.master") + ": " + executors + " of " + instances
                + " executors came within " + conf.get(WAITING)
                + "; see the master's page for whether it has the cores and the memory that were asked for, and the"
                + " executors' own logs for whether they start; if they take longer, --conf " + WAITING + "=300s");
    }
}
