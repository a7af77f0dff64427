package dev.azulejo.cli.serve;

import dev.azulejo.cli.data.DataOptions;
import dev.azulejo.cli.option.UsedRun;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.vqvae2.train.ModelRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code azulejo serve}: a page to explore a run in. */
@Command(
        name = "serve",
        header = "Serve a page to explore a run in, and the same as JSON.",
        description = {
            "",
            "While the run trains, the page shows its curves and pictures. From the first checkpoint on it has the"
                + " codes of held-out images as tiles: change one, repaint a region by the priors, mix the levels of"
                + " two images, complete an upper half, draw new images. Ctrl-C ends it.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo serve",
            "  azulejo serve --run runs/fashion",
            "  azulejo serve --run runs/fashion --port 8080",
            "  curl -d '{\"count\":4,\"class\":\"Bag\"}' http://127.0.0.1:7327/sample"
        })
public final class Serve implements Callable<Integer> {
    private static final int LOOK_AGAIN_MS = 100;

    private final Session session;

    @Mixin
    private UsedRun run;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "7327",
            converter = Port.class,
            description = "The port (default ${DEFAULT-VALUE}); 0 for any that is free.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "H",
            defaultValue = "127.0.0.1",
            description =
                    "The address to listen at (default ${DEFAULT-VALUE}: this machine alone). There is no password:"
                            + " whoever reaches another address may use the page.")
    private String host;

    @Mixin
    private DataOptions data;

    /** The command in this session. */
    public Serve(Session session) {
        this.session = session;
    }

    /** A port of TCP. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65535) {
                return Integer.valueOf(text);
            }
            throw new TypeConversionException("expected a whole number from 0 to 65535, found " + text);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        ModelRun model = run.open(session);
        Images images = Images.of(session, model, data);
        MissingPriors priors = new MissingPriors();
        try (EngineThread thread = new EngineThread(model.path(), priors, session.engine(), EngineThread.PATIENCE);
                Server server = Server.start(
                        host, port, new Routes(new RunState(model.path(), images, priors), images, thread))) {
            if (!server.loopback()) {
                session.warn(
                        "--host " + host + ": whoever reaches this address may use the page; there is no password");
            }
            session.result(
                    new Result()
                            .with("url", server.url())
                            .with("run", run.path().toString()),
                    "{url} (Ctrl-C ends it)");
            while (!session.interrupt().requested()) {
                Thread.sleep(LOOK_AGAIN_MS);
            }
        }
        return 0;
    }
}
