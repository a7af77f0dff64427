package dev.azulejo.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.message.UserException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsEveryKindOfValue() {
        Object value = Json.read(
                " {\"a\": [1, -2.5, 1e3, true, false, null], \"b\": {\"c\": \"x\\n\\u00e9\\\"\\/\"}, \"d\":[] }\r\n",
                "t");
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("a", Arrays.asList(1L, -2.5, 1000.0, true, false, null));
        expected.put("b", Map.of("c", "x\né\"/"));
        expected.put("d", List.of());
        assertThat(value).isEqualTo(expected);
        assertThat(((Map<?, ?>) value).keySet().toString()).isEqualTo("[a, b, d]");
    }

    @Test
    void wholeNumbersAreLongsAndOthersDoubles() {
        assertThat(Json.read("9223372036854775807", "t")).isEqualTo(Long.MAX_VALUE);
        assertThat(Json.read("-9223372036854775808", "t")).isEqualTo(Long.MIN_VALUE);
        assertThat(Json.read("1.0", "t")).isEqualTo(1.0);
        assertThat(Json.read("1E2", "t")).isEqualTo(100.0);
        assertThat(Json.read("-0.0", "t")).isEqualTo(-0.0);
    }

    @Test
    void writesInTheOrderGiven() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", List.of(0.1f, 0.1, 1e300, List.of()));
        map.put("m", Map.of());
        assertThat(Json.write(map)).isEqualTo("{\"z\":1,\"a\":[0.1,0.1,1.0E300,[]],\"m\":{}}");
        assertThat(Json.writePretty(map)).isEqualTo("""
            {
              "z": 1,
              "a": [
                0.1,
                0.1,
                1.0E300,
                []
              ],
              "m": {}
            }
            """);
        assertThat(Json.writePretty(List.of(1, 2))).isEqualTo("[1, 2]\n");
    }

    @Test
    void sortsMapsThatHaveNoOrder() {
        assertThat(Json.write(Map.of("step", 1, "format", 2, "azulejo", 3, "name", 4)))
                .isEqualTo("{\"azulejo\":3,\"format\":2,\"name\":4,\"step\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[1,]",
                "[,1]",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\" 1}",
                "{\"a\":}",
                "[1 2]",
                "01",
                "-",
                "+1",
                "1.",
                ".5",
                "1e",
                "1e+",
                "0x1",
                "NaN",
                "Infinity",
                "tru",
                "nul",
                "True",
                "'a'",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u00g0\"",
                "\"\\",
                "\"\t\"",
                "1 2",
                "{} {}",
                "//c\n1",
                "[1]]",
                "1e999",
                "9223372036854775808",
                "{\"a\":1,\"a\":2}",
                "\uFEFF1",
                "\u00a01",
                "\"\\u0\u0661\u0661\u0661\""
            })
    void refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> Json.read(text, "run.json"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("run.json: not valid JSON: line ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a': 1, 'b' 2}|line 1, column 14: expected ':' after 'b', but found '2'",
                "[1,§  x]|line 2, column 3: expected a value, but found 'x'",
                "{'a': 1, 'a': 2}|line 1, column 10: expected each name once, but found 'a' again",
                "[1|line 1, column 3: expected ',' or ']', but found the end of the text",
            })
    void saysWhere(String text, String message) {
        assertThatThrownBy(() -> Json.read(text.replace('\'', '"').replace('§', '\n'), "f"))
                .satisfies(
                        e -> assertThat(e.getMessage().replace('"', '\'')).isEqualTo("f: not valid JSON: " + message));
    }

    @Test
    void refusesDeepNestingWithoutOverflowingTheStack() {
        String deep = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
        assertThat(Json.write(Json.read(deep, "t"))).isEqualTo(deep);
        assertThatThrownBy(() -> Json.read("[".repeat(1_000_000), "t"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("line 1, column 65");
        List<Object> self = new ArrayList<>();
        self.add(self);
        assertThatThrownBy(() -> Json.write(self)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesToWriteWhatJsonCannotSay() {
        for (Object bad : new Object[] {Double.NaN, Float.POSITIVE_INFINITY, new Object(), Map.of(1, 2), 'c'}) {
            assertThatThrownBy(() -> Json.write(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertThatThrownBy(() -> Json.read("\"é\"".getBytes(StandardCharsets.ISO_8859_1), "t"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void membersAreFetchedByType(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("run.json");
        Files.writeString(
                file, "{\"seed\": 7, \"rate\": 3e-4, \"n\": 1, \"on\": true, \"c\": {\"k\": \"v\"}, \"l\": [1]}");
        JsonObject run = Json.readObject(file);
        assertThat(run.whole("seed")).isEqualTo(7);
        assertThat(run.number("rate")).isEqualTo(3e-4);
        assertThat(run.number("n")).isEqualTo(1.0);
        assertThat(run.flag("on")).isTrue();
        assertThat(run.object("c").text("k")).isEqualTo("v");
        assertThat(run.list("l")).isEqualTo(List.of(1L));
        assertThat(run.has("x")).isFalse();
        String at = file.toString();
        assertThatThrownBy(() -> run.whole("rate"))
                .hasMessage(at + ": expected a whole number under \"rate\", found 3.0E-4");
        assertThatThrownBy(() -> run.text("x")).hasMessage(at + ": expected a string under \"x\", found none");
        assertThatThrownBy(() -> run.object("c").flag("k"))
                .hasMessage(at + ": c: expected true or false under \"k\", found the string \"v\"");
        assertThatThrownBy(() -> run.whole("seed", 0, 5)).hasMessageContaining("from 0 to 5, found 7");
        Files.writeString(file, "[]");
        assertThatThrownBy(() -> Json.readObject(file)).hasMessage(at + ": expected a JSON object, found a list");
        assertThatThrownBy(() -> Json.readObject(folder.resolve("none.json")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("there is no such file");
    }
}
