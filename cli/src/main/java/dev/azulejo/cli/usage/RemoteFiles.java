package dev.azulejo.cli.usage;

import dev.azulejo.nn.io.Places;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that are named by a URL, as those of Hadoop and of object stores are: {@link Places} makes paths of them on Spark. */
public final class RemoteFiles {
    private static final Pattern URL =
            Pattern.compile("(--[a-z-]+)[= ]([a-zA-Z][a-zA-Z0-9+.-]*)://(.*)", Pattern.DOTALL);

    /** Options whose value is no file. */
    private static final Set<String> OTHERS = Set.of("--master", "--set", "--class");

    private RemoteFiles() {}

    /**
     * Refuses URLs in place of files, where nothing reads them: as names of files they would be folders called {@code hdfs:} here.
     *
     * @throws UsageException if an option has one
     */
    public static void require(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            boolean alone = arguments[i].startsWith("--") && !arguments[i].contains("=") && i + 1 < arguments.length;
            Matcher url = URL.matcher(alone ? arguments[i] + " " + arguments[i + 1] : arguments[i]);
            if (url.matches() && !OTHERS.contains(url.group(1))) {
                require(url.group(1), url.group(2), url.group(3));
            }
        }
    }

    private static void require(String option, String scheme, String rest) {
        String said = option + ": " + scheme + "://" + rest;
        if (scheme.equalsIgnoreCase("file")) {
            throw new UsageException(said + " is a URL, and files of this machine go by path; leave out the file://");
        }
        if (!Places.takeUrls()) {
            throw new UsageException(said + " is a URL, which azulejo reads and writes on Apache Spark alone (--master,"
                    + " docs/cluster.md); name a master, mount it, or copy it here (hadoop fs -get, aws s3 sync)");
        }
    }
}
