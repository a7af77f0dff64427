/** The {@code azulejo} command. */
module dev.azulejo.cli {
    requires dev.azulejo.priors;
    requires info.picocli;

    opens dev.azulejo.cli to
            info.picocli;
}
