package dev.azulejo.spark.parts;

import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerId;

/** Where a task runs. */
public final class Here {
    private Here() {}

    /** The machine. */
    public static String host() {
        return id().host();
    }

    /** What is wrong, with the machine where that is; in the driver's own JVM it goes without saying. */
    public static String said(String error) {
        return id().isDriver() ? error : host() + ": " + error;
    }

    /** That the memory did not suffice, which would not do so again. */
    public static String outOfMemory() {
        return said("out of memory (the JVM has " + Runtime.getRuntime().maxMemory() / (1 << 20)
                + " MiB): use a smaller --batch or smaller images, or give it more with "
                + (id().isDriver() ? "--driver-memory" : "--executor-memory"));
    }

    private static BlockManagerId id() {
        return SparkEnv.get().blockManager().blockManagerId();
    }
}
