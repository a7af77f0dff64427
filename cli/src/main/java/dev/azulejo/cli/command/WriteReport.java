package dev.azulejo.cli.command;

import dev.azulejo.cli.report.Report;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.nn.message.Printable;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.bundle.Bundle;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code azulejo report}: a run on one page. */
@Command(
        name = "report",
        header = "Show a run on one page: figures, pictures, curves, settings.",
        description = {
            "",
            "Writes a page that needs no other file, with what the run has so far; it may"
                    + " be training still. The pictures are those that quickstart, sample and"
                    + " reconstruct left in the run.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  azulejo report --run runs/fashion", "  azulejo report --run runs/fashion --out fashion.html"})
public final class WriteReport implements Callable<Integer> {
    private final Session session;

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run of a model.")
    private Path run;

    @Option(names = "--out", paramLabel = "F", description = "The page (default DIR/report.html).")
    private Path out;

    /** The command in this session. */
    public WriteReport(Session session) {
        this.session = session;
    }

    /** Says where to look instead: a page of a bundle would be empty, and what draws into the page would draw elsewhere. */
    private void refuseBundle() {
        if (Files.isRegularFile(run)) {
            Bundle.read(run);
            throw new UserException(
                    run + ": is a bundle, which keeps no figures and no pictures to report; look at it with: "
                            + Shell.azulejo("serve", "--run", run)
                            + " (or unzip it into a folder, then evaluate, sample and report that)");
        }
    }

    @Override
    public Integer call() {
        refuseBundle();
        ModelRun model = ModelRun.open(run);
        Path file = out == null ? run.resolve(Report.FILE) : out;
        Outputs.requireFile(file);
        Report.write(model, file, false);
        session.result(
                new Result()
                        .with("out", file.toString())
                        .with("run", run.toString())
                        .saying("file", Printable.escape(file.toString())),
                "{file}: open it in a browser");
        return 0;
    }
}
