package dev.azulejo.nn.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.nn.io.Json;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Names from files, on a line of a terminal: nothing in them steers it, forges a line or fills it. */
class PrintableProperties {
    /** Any text, with what is dangerous much more often than by chance. */
    @Provide
    Arbitrary<String> names() {
        Arbitrary<Character> hostile =
                Arbitraries.of('\u001b', '\n', '\r', '\t', '\u0085', '\u009b', '\u202e', '\u2066', '\u2028', '\ufeff');
        return Arbitraries.frequencyOf(
                        Tuple.of(1, hostile),
                        Tuple.of(2, Arbitraries.chars().all()),
                        Tuple.of(3, Arbitraries.chars().alpha()),
                        Tuple.of(1, Arbitraries.of(' ', '\ud83d', '\ude00')))
                .list()
                .ofMaxSize(5000)
                .map(PrintableProperties::joined);
    }

    private static String joined(List<Character> characters) {
        StringBuilder text = new StringBuilder();
        characters.forEach(text::append);
        return text.toString();
    }

    @Property(tries = 200)
    void aLineIsPlainShortAndFiltersOnce(@ForAll("names") String name) {
        String line = Printable.line(name);
        assertThat(line.codePoints().allMatch(Printable::isPlain)).isTrue();
        assertThat(line.lines().count()).isLessThanOrEqualTo(1);
        assertThat(line).hasSizeLessThanOrEqualTo(2000);
        assertThat(Printable.line(line)).isEqualTo(line);
        assertThat(Printable.name(name)).hasSizeLessThanOrEqualTo(100);
        assertThat(new UserException(name).getMessage()).isEqualTo(line);
    }

    @Property(tries = 200)
    void jsonHoldsEveryNameAndShowsNoControlCharacter(@ForAll("names") String name) {
        String json = Json.write(name);
        assertThat(json.codePoints().allMatch(Printable::isPlain)).isTrue();
        assertThat(Json.read(json, "json")).isEqualTo(name);
    }

    @Example
    void whatIsPlainStaysAsItIs() {
        for (String plain :
                new String[] {"", " a  b ", "Müller/größe 3.png", "می\u200cخواهم", "日本 👩\u200d🎨", "C:\\new\\u001b"}) {
            assertThat(Printable.line(plain)).isEqualTo(plain);
        }
        assertThat(Printable.line("a\nazulejo: all is well\u001b]0;x\u0007\u202e\ud83d"))
                .isEqualTo("a\\nazulejo: all is well\\u001b]0;x\\u0007\\u202e\\ud83d");
    }

    @Example
    void whatIsLongLosesItsMiddleAndKeepsWhatToDo() {
        String line = Printable.line("runs/" + "x".repeat(5000) + ": is not a run; name another");
        assertThat(line)
                .hasSizeLessThan(340)
                .startsWith("runs/xxx")
                .contains("xxx...xxx")
                .endsWith("; name another");
        assertThat(Printable.line("a b ".repeat(2000) + "; name another"))
                .hasSize(2000)
                .endsWith("; name another");
    }
}
