/** The {@code azulejo} command. */
module dev.azulejo.cli {
    requires dev.azulejo.priors;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires java.desktop;
    requires java.management;
    requires jdk.httpserver;
    requires jdk.incubator.vector;

    opens dev.azulejo.cli to
            info.picocli;
    opens dev.azulejo.cli.bench to
            info.picocli;
    opens dev.azulejo.cli.bench.measure to
            info.picocli;
    opens dev.azulejo.cli.bench.peer to
            info.picocli;
    opens dev.azulejo.cli.cluster to
            info.picocli;
    opens dev.azulejo.cli.command to
            info.picocli;
    opens dev.azulejo.cli.data to
            info.picocli;
    opens dev.azulejo.cli.exchange to
            info.picocli;
    opens dev.azulejo.cli.measure to
            info.picocli;
    opens dev.azulejo.cli.option to
            info.picocli;
    opens dev.azulejo.cli.serve to
            info.picocli;
    opens dev.azulejo.cli.shell to
            info.picocli;
    opens dev.azulejo.cli.terminal to
            info.picocli;
    opens dev.azulejo.cli.usage to
            info.picocli;

    uses dev.azulejo.cli.cluster.Cluster.Provider;

    provides System.LoggerFinder with
            dev.azulejo.cli.terminal.LibraryLog;
}
