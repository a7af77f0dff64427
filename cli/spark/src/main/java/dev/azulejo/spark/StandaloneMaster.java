package dev.azulejo.spark;

import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.peer.ring.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The master of a cluster of Spark's own, for which Spark by itself waits a minute. */
final class StandaloneMaster {
    private static final String SCHEME = "spark://";
    private static final int WAIT = 5000;

    private StandaloneMaster() {}

    /** Refuses a URL where none listens. There may be several, of which one is enough; other URLs are Spark's to judge. */
    static void requireThere(String url) {
        if (!url.startsWith(SCHEME)) {
            return;
        }
        IOException why = null;
        for (String each : url.substring(SCHEME.length()).split(",", -1)) {
            try (Socket socket = new Socket()) {
                Address address = Address.of(each);
                socket.connect(new InetSocketAddress(address.host(), address.port()), WAIT);
                return;
            } catch (IOException e) {
                why = e;
            } catch (IllegalArgumentException e) {
                return; // Spark says what is wrong with it.
            }
        }
        throw new UserException(
                url + ": no master listens there (" + why.getMessage()
                        + "); start one ($SPARK_HOME/sbin/start-master.sh), or name the URL that its log says",
                why);
    }
}
