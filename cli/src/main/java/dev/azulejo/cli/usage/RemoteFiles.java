package dev.azulejo.cli.usage;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that are named by a URL, as those of Hadoop and of object stores are. */
public final class RemoteFiles {
    private static final Pattern URL =
            Pattern.compile("(--[a-z-]+)[= ]([a-zA-Z][a-zA-Z0-9+.-]*)://(.*)", Pattern.DOTALL);

    /** Options whose value is no file. */
    private static final Set<String> OTHERS = Set.of("--master", "--set", "--class");

    private RemoteFiles() {}

    /**
     * Refuses URLs in place of files: as names of files they would be folders called {@code hdfs:} here.
     *
     * @throws UsageException if an option has one
     */
    public static void require(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            boolean alone = arguments[i].startsWith("--") && !arguments[i].contains("=") && i + 1 < arguments.length;
            Matcher url = URL.matcher(alone ? arguments[i] + " " + arguments[i + 1] : arguments[i]);
            if (url.matches() && !OTHERS.contains(url.group(1))) {
                String scheme = url.group(2);
                throw new UsageException(
                        url.group(1) + ": " + scheme + "://" + url.group(3) + " is a URL, and files are"
                                + " read and written by path alone; "
                                + (scheme.equalsIgnoreCase("file")
                                        ? "leave out the file://"
                                        : "mount it where this machine and all workers see it, or copy it there"
                                                + " (hadoop fs -get, aws s3 sync): docs/cluster.md"));
            }
        }
    }
}
