package dev.azulejo.cli;

import dev.azulejo.cli.bench.Bench;
import dev.azulejo.cli.bench.BenchBandwidth;
import dev.azulejo.cli.bench.BenchCompare;
import dev.azulejo.cli.bench.BenchConv;
import dev.azulejo.cli.bench.BenchDecode;
import dev.azulejo.cli.bench.BenchEncode;
import dev.azulejo.cli.bench.BenchGemm;
import dev.azulejo.cli.bench.BenchGrowth;
import dev.azulejo.cli.bench.BenchPrior;
import dev.azulejo.cli.bench.BenchQuantize;
import dev.azulejo.cli.bench.BenchSample;
import dev.azulejo.cli.bench.BenchStep;
import dev.azulejo.cli.cluster.SparkSubmit;
import dev.azulejo.cli.command.Analyze;
import dev.azulejo.cli.command.Compare;
import dev.azulejo.cli.command.Complete;
import dev.azulejo.cli.command.Encode;
import dev.azulejo.cli.command.Evaluate;
import dev.azulejo.cli.command.Info;
import dev.azulejo.cli.command.Interpolate;
import dev.azulejo.cli.command.Presets;
import dev.azulejo.cli.command.Quickstart;
import dev.azulejo.cli.command.Reconstruct;
import dev.azulejo.cli.command.Sample;
import dev.azulejo.cli.command.Train;
import dev.azulejo.cli.command.TrainClassifier;
import dev.azulejo.cli.command.TrainPrior;
import dev.azulejo.cli.command.WriteReport;
import dev.azulejo.cli.exchange.Export;
import dev.azulejo.cli.exchange.Import;
import dev.azulejo.cli.option.PresetHelp;
import dev.azulejo.cli.serve.Serve;
import dev.azulejo.cli.shell.Completion;
import dev.azulejo.cli.terminal.GlobalOptions;
import dev.azulejo.cli.terminal.Interrupt;
import dev.azulejo.cli.terminal.LauncherStreams;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.terminal.Temporaries;
import dev.azulejo.cli.terminal.Terminal;
import dev.azulejo.cli.usage.Failure;
import dev.azulejo.cli.usage.RemoteFiles;
import dev.azulejo.cli.usage.UndecodableNames;
import dev.azulejo.nn.io.Places;
import dev.azulejo.nn.run.RunInfo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code azulejo} command: reads the arguments, runs one of its commands, and turns failures into one line. */
@Command(
        name = "azulejo",
        header = "VQ-VAE-2 on the JVM: learn codes of images, then priors; sample new images.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Azulejo.Version.class,
        sortOptions = false,
        usageHelpWidth = 80,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo sample                          new images, by a model in the box",
            "  azulejo quickstart                      both stages on embedded data: minutes",
            "  azulejo train --data photos --run r     learn codes of your own images",
            "  azulejo COMMAND --help                  what a command does, with examples",
            "",
            "Results go to stdout, all else to stderr. Exit status: 0 done, 1 failed,",
            "2 wrong usage, 130 stopped by Ctrl-C. Flags for the JVM go in AZULEJO_OPTS,",
            "as AZULEJO_OPTS=-Xmx16g."
        })
public final class Azulejo implements Runnable {
    @Mixin
    private final GlobalOptions globals = new GlobalOptions();

    @Spec
    private CommandSpec spec;

    private final Terminal terminal;
    private final Temporaries temporaries = new Temporaries();

    private Azulejo(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Runs the command and exits with its status.
     *
     * @param args what the user typed
     */
    public static void main(String[] args) {
        System.exit(status(args));
    }

    /**
     * Runs the command in a JVM that is nothing else's.
     *
     * @param args what the user typed
     * @return the status to exit with
     */
    public static int status(String... args) {
        System.setProperty("java.awt.headless", "true");
        // Our own text names its locale; this is for that of the libraries, so that digits are digits everywhere.
        Locale.setDefault(Locale.ROOT);
        LauncherStreams.restore();
        Interrupt interrupt = new Interrupt();
        interrupt.listen();
        int status = run(Terminal.system(), interrupt, args);
        interrupt.end();
        return status;
    }

    /** Runs the command without exiting. */
    static int run(Terminal terminal, Interrupt interrupt, String... args) {
        Azulejo azulejo = new Azulejo(terminal);
        StringWriter help = new StringWriter();
        CommandLine command = azulejo.commands(new Session(terminal, azulejo.globals, interrupt, azulejo.temporaries))
                .registerConverter(Path.class, Places::of)
                .setExpandAtFiles(false) // A file may be called @photos.
                .setOut(new PrintWriter(help))
                .setErr(new PrintWriter(help))
                .setParameterExceptionHandler((e, _) -> azulejo.fail(e))
                .setExecutionExceptionHandler((e, _, _) -> azulejo.fail(e))
                .setExecutionStrategy(Azulejo::execute);
        PresetHelp.explain(command);
        try {
            UndecodableNames.require(args);
            OptionalInt elsewhere = SparkSubmit.run(args);
            if (elsewhere.isEmpty()) {
                RemoteFiles.require(args);
            }
            int status = elsewhere.isPresent() ? elsewhere.getAsInt() : command.execute(asOptions(args));
            if (!help.toString().isEmpty()) {
                terminal.print(help.toString());
            }
            return status;
        } catch (Throwable e) {
            return azulejo.fail(e);
        } finally {
            azulejo.temporaries.close();
        }
    }

    /** Every command, in the order of the help. */
    private CommandLine commands(Session session) {
        CommandLine bench = new CommandLine(new Bench())
                .addSubcommand(new BenchStep(session))
                .addSubcommand(new BenchGemm(session))
                .addSubcommand(new BenchConv(session))
                .addSubcommand(new BenchQuantize(session))
                .addSubcommand(new BenchEncode(session))
                .addSubcommand(new BenchDecode(session))
                .addSubcommand(new BenchPrior(session))
                .addSubcommand(new BenchSample(session))
                .addSubcommand(new BenchBandwidth(session))
                .addSubcommand(new BenchGrowth(session))
                .addSubcommand(new BenchCompare(session));
        return new CommandLine(this)
                .addSubcommand(new Quickstart(session))
                .addSubcommand(new Train(session))
                .addSubcommand(new Encode(session))
                .addSubcommand(new TrainPrior(session))
                .addSubcommand(new TrainClassifier(session))
                .addSubcommand(new Sample(session))
                .addSubcommand(new Complete(session))
                .addSubcommand(new Reconstruct(session))
                .addSubcommand(new Interpolate(session))
                .addSubcommand(new Evaluate(session))
                .addSubcommand(new Analyze(session))
                .addSubcommand(new Compare(session))
                .addSubcommand(new WriteReport(session))
                .addSubcommand(new Serve(session))
                .addSubcommand(new Export(session))
                .addSubcommand(new Import(session))
                .addSubcommand(new Presets(session))
                .addSubcommand(bench)
                .addSubcommand(new Info(session))
                .addSubcommand(new Completion(session));
    }

    /** {@code azulejo help train} is {@code azulejo train --help}. */
    private static String[] asOptions(String... args) {
        return args.length == 0 || !args[0].equals("help")
                ? args
                : Stream.concat(Arrays.stream(args).skip(1), Stream.of("--help"))
                        .toArray(String[]::new);
    }

    /** picocli checks no words where help is asked for; but help on what there is not would mislead. */
    private static int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        List<String> words =
                last.unmatched().stream().filter(w -> !w.startsWith("-")).toList();
        if (!words.isEmpty()) {
            throw new UnmatchedArgumentException(command, words);
        }
        return new RunLast().execute(parsed);
    }

    /** Without a command. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing command: " + String.join(", ", spec.subcommands().keySet()));
    }

    private int fail(Throwable e) {
        Failure failure = Failure.of(e);
        terminal.line("azulejo: " + temporaries.named(failure.line()));
        if (globals.stacktrace) {
            Failure.trace(e, terminal.err());
        }
        return failure.status();
    }

    /** The text of {@code --version}. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"azulejo " + RunInfo.VERSION + " (Java " + Runtime.version() + ")"};
        }
    }
}
