package dev.azulejo.cli.shell;

import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code azulejo completion}: what a shell needs to complete the words of this command, and the manual page. */
@Command(
        name = "completion",
        header = "Print what a shell needs to complete commands and options, or the manual page.",
        description = {"", "The script goes to stdout, for the shell to read; man is the page, as roff.", ""},
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(azulejo completion bash)       in ~/.bashrc",
            "  source <(azulejo completion zsh)        in ~/.zshrc, after compinit",
            "  azulejo completion fish | source        in ~/.config/fish/config.fish",
            "  azulejo completion man > azulejo.1      then: man ./azulejo.1"
        })
public final class Completion implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", converter = Reader.Converter.class, description = "bash, zsh, fish or man.")
    private Reader reader;

    /** The command in this session. */
    public Completion(Session session) {
        this.session = session;
    }

    /** Who reads it. */
    enum Reader {
        BASH,
        ZSH,
        FISH,
        MAN;

        /** Reads the argument. */
        static final class Converter implements ITypeConverter<Reader> {
            @Override
            public Reader convert(String word) {
                for (Reader reader : values()) {
                    if (reader.name().toLowerCase(Locale.ROOT).equals(word)) {
                        return reader;
                    }
                }
                throw new TypeConversionException("expected bash, zsh, fish or man, found " + word);
            }
        }
    }

    @Override
    public Integer call() {
        CommandLine all = spec.root().commandLine();
        String text = switch (reader) {
            case BASH, ZSH -> AutoComplete.bash(all.getCommandName(), all);
            case FISH -> FishCompletion.of(all);
            case MAN -> ManPage.of(all);
        };
        session.result(new Result().with("text", text), "{text}");
        return 0;
    }
}
