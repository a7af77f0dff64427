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

    private static BlockManagerId id() {
        return SparkEnv.get().blockManager().blockManagerId();
    }
}
