package dev.azulejo.spark;

import dev.azulejo.cli.Azulejo;
import org.apache.spark.SparkUserAppException;

/** The command as {@code spark-submit} runs it. */
public final class Submitted {
    private Submitted() {}

    /**
     * Runs the command, and ends with its status: by leaving the JVM, but where Spark has taken the driver to a machine of the
     * cluster. There a program that leaves by itself counts as one that failed, and YARN runs it again.
     *
     * @param args what the user typed
     * @throws SparkUserAppException if the command failed, where Spark is to hear of it
     */
    public static void main(String[] args) throws SparkUserAppException {
        int status = Azulejo.status(args);
        if (!"cluster".equals(System.getProperty("spark.submit.deployMode"))) {
            System.exit(status);
        }
        if (status != 0) {
            throw new SparkUserAppException(status, null);
        }
    }
}
