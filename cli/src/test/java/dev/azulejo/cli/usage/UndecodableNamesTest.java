package dev.azulejo.cli.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Shapes;
import dev.azulejo.nn.message.Printable;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names from files and from the command line, on a terminal. */
class UndecodableNamesTest {
    private static final String TITLE = "\u001b]0;title\u0007";
    private static final String FORGED = "two\nazulejo: all is well";
    private static final String TURNED = nameable("\u202egnp.exe") ? "\u202egnp.exe" : "gnp.exe";

    @TempDir
    Path folder;

    @Test
    void namesOfFilesNeitherSteerATerminalNorForgeALine() throws Exception {
        Path images = Shapes.write(folder.resolve("images" + TURNED), 16);
        for (String name : new String[] {TITLE, FORGED, TURNED}) {
            Files.writeString(images.resolve("squares").resolve(name + ".png"), "no image");
        }
        Path run = folder.resolve("run " + FORGED + TITLE);
        Ran trained = Ran.azulejo(
                        "train", "--data", images, "--run", run, "--preset", "tiny", "--steps", 1, "--batch", 4)
                .succeeded();
        plain(trained);
        assertThat(trained.err()).contains("two\\nazulejo: all is well.png", "\\u001b]0;title\\u0007.png");
        assertThat(trained.out())
                .hasLineCount(1)
                .contains("next: azulejo encode --run $'", "two\\012azulejo: all is well\\033]0;title\\007'");
        plain(Ran.azulejo("train", "--data", images, "--run", run).failed(1, "holds a run already"));
        plain(Ran.azulejo("train", "--data", folder.resolve(FORGED), "--run", folder.resolve("new"), "--stacktrace"));
        plain(Ran.azulejo("train", "--run", run, "--set", FORGED + "=1"));
        plain(Ran.azulejo(FORGED + TITLE));
        plain(Ran.azulejo("encode", "--run", run, "--data", images, "--json").succeeded());
    }

    @Test
    void longNamesAreNotRepeatedWhole() {
        String name = "x".repeat(5000);
        for (Ran ran : new Ran[] {
            Ran.azulejo(name),
            Ran.azulejo("--" + name),
            Ran.azulejo("train", "--run", name, "--data", name),
            Ran.azulejo("sample", "--run", name),
            Ran.azulejo("train", "--run", "r", "--data", name, "--set", name),
            Ran.azulejo("train", "--run", "r", "--data", name, "--steps", name)
        }) {
            assertThat(ran.err()).startsWith("azulejo: ").hasSizeLessThan(1000).hasLineCount(1);
        }
    }

    /** In the locale C the JDK may be able to name no file beyond ASCII. */
    private static boolean nameable(String name) {
        return Charset.forName(System.getProperty("sun.jnu.encoding"))
                .newEncoder()
                .canEncode(name);
    }

    private static void plain(Ran ran) {
        for (String line : (ran.out() + ran.err()).split("\n", -1)) {
            assertThat(line.replace("\tat ", "").codePoints().allMatch(Printable::isPlain))
                    .as(line)
                    .isTrue();
            assertThat(line).doesNotStartWith("azulejo: all is well");
        }
    }
}
