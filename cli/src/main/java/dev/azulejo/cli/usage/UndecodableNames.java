package dev.azulejo.cli.usage;

/** Names of files that Java cannot know. */
public final class UndecodableNames {
    /** The character that Java puts for bytes that it cannot read. */
    private static final char UNREADABLE = '\uFFFD';

    private UndecodableNames() {}

    /**
     * Refuses arguments that were not read whole: whatever file they name, another one would be looked for.
     *
     * @throws UsageException if one holds bytes that are no characters
     */
    public static void require(String... arguments) {
        for (String argument : arguments) {
            if (argument.indexOf(UNREADABLE) >= 0) {
                throw new UsageException(
                        argument + ": holds bytes that are no " + System.getProperty("sun.jnu.encoding", "UTF-8")
                                + ", so Java cannot find what it names: rename it, or name a link to it (ln -s)");
            }
        }
        String folder = System.getProperty("user.dir", "");
        if (folder.indexOf(UNREADABLE) >= 0) {
            throw new UsageException("the current folder, " + folder
                    + ", has a name that Java cannot read: rename it, or" + " start azulejo from another");
        }
    }
}
