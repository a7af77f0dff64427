package dev.azulejo.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.azulejo.cli.Ran;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shells complete what the command prints for them, where they are installed. */
class CompletionTest {
    @TempDir
    Path folder;

    private static String printed(String reader) {
        return Ran.azulejo("completion", reader).succeeded().out();
    }

    private String run(List<String> command) throws Exception {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    private String script(String reader) throws Exception {
        return Files.writeString(folder.resolve(reader), printed(reader)).toString();
    }

    private static void requireInstalled(String shell) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin", shell)), shell + " is not installed");
    }

    @ParameterizedTest
    @CsvSource({"azulejo sam, sample", "azulejo sample --temp, --temperature", "azulejo bench ge, gemm"})
    void bashCompletesCommandsAndOptions(String typed, String completed) throws Exception {
        requireInstalled("bash");
        int words = typed.split(" ").length;
        String asked = "source " + script("bash") + "; COMP_WORDS=(" + typed + "); COMP_CWORD=" + (words - 1)
                + "; _complete_azulejo; printf '%s\\n' \"${COMPREPLY[@]}\"";
        assertThat(run(List.of("bash", "--norc", "-c", asked)).lines().map(String::strip))
                .contains(completed);
    }

    @ParameterizedTest
    @CsvSource({"azulejo sam, sample", "azulejo sample --temp, --temperature", "azulejo bench ge, gemm"})
    void fishCompletesCommandsAndOptions(String typed, String completed) throws Exception {
        requireInstalled("fish");
        String asked = "source " + script("fish") + "; complete -C '" + typed + "'";
        assertThat(run(List.of("fish", "--no-config", "-c", asked)).lines().map(line -> line.replaceAll("\t.*", "")))
                .contains(completed);
    }

    /** In a terminal of zsh's own making: each Tab becomes what is awaited, or the test waits in vain. */
    @Test
    void zshCompletesCommandsAndOptions() throws Exception {
        requireInstalled("zsh");
        Path typing = Files.writeString(folder.resolve("typing.zsh"), """
            zmodload zsh/zpty
            zpty z 'TERM=dumb zsh -f -i'
            zpty -w z "autoload -U compinit && compinit -u -D; source %s; print rea''dy"
            zpty -r z out '*ready*'
            zpty -w -n z $'azulejo sam\\t--temp\\t'
            zpty -r z out '*sample*--temperature*'
            print completed
            """.formatted(script("zsh")));
        assertThat(run(List.of("zsh", "-f", typing.toString()))).isEqualTo("completed\n");
    }

    @Test
    void theManualPageHasEveryCommand() throws Exception {
        String page = printed("man");
        assertThat(page).startsWith(".TH AZULEJO 1").contains(".SH azulejo sample", ".SH azulejo bench gemm");
        requireInstalled("man");
        String shown = run(List.of("man", "-l", script("man")));
        assertThat(shown).contains("Draw new images.", "--temperature=T");
    }

    @Test
    void otherShellsAreUnknown() {
        Ran.azulejo("completion", "tcsh").failed(2, "expected bash, zsh, fish or man, found tcsh");
        Ran.azulejo("completion").failed(2, "missing required parameter");
    }
}
