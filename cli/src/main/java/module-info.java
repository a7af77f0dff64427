/** The {@code azulejo} command. */
module dev.azulejo.cli {
    requires dev.azulejo.priors;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires java.desktop;
    requires java.management;
    requires jdk.incubator.vector;

    opens dev.azulejo.cli to
            info.picocli;

    provides System.LoggerFinder with
            dev.azulejo.cli.LibraryLog;
}
