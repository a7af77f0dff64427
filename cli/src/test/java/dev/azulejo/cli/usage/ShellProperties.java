package dev.azulejo.cli.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.nn.message.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;

/** Commands to copy mean to a shell what they say. */
class ShellProperties {
    @Example
    void aShellReadsEveryWordBack() throws IOException, InterruptedException {
        Path bash = Path.of("/bin/bash");
        Assume.that(Files.isExecutable(bash));
        List<String> words = new ArrayList<>(
                List.of("", "~", "=ls", "it's", "a b", "$HOME `id` \"x\" \\ *?[a]{b,c}", "größe", "a;b&c|d>e#f!g"));
        Arbitrary<String> any = Arbitraries.strings()
                .withChars("ab '\"\\$`!*\n\t\u001b\u0085\u202e\u2028ä日~=#")
                .ofMaxLength(20);
        any.sampleStream().limit(300).forEach(words::add);
        StringBuilder script = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (String word : words) {
            String quoted = Shell.quote(word);
            assertThat(quoted.codePoints().allMatch(Printable::isPlain)).isTrue();
            script.append("printf '%s\\0' ").append(quoted).append('\n');
            expected.append(word).append('\0');
        }
        Process process = new ProcessBuilder(bash.toString()).start();
        try (var in = process.getOutputStream()) {
            in.write(script.toString().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(expected.toString());
        assertThat(process.waitFor()).isZero();
    }

    @Example
    void aPlainCommandStaysPlain() {
        assertThat(Shell.azulejo("train", "--run", Path.of("runs/größe-2.1"), "--steps", 4))
                .isEqualTo("azulejo train --run runs/größe-2.1 --steps 4");
        assertThat(Shell.azulejo("encode", "--run", Path.of("-x"), "--data", "my photos"))
                .isEqualTo("azulejo encode --run ./-x --data 'my photos'");
    }
}
