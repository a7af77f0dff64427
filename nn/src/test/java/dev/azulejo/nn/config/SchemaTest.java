package dev.azulejo.nn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {
    private static final Schema<Whole> SCHEMA = new Schema<>(Whole.class);

    /** A configuration of every type of setting. */
    public record Whole(
            @Setting(value = "64", min = 1, max = 4096, help = "sizes")
            List<Integer> hiddenSizes,

            Part part,
            Shape shape) {
        /** Checks the numbers. */
        public Whole {
            Schema.check(Whole.class, hiddenSizes, part, shape);
        }
    }

    /** A part of it. */
    public record Part(
            @Setting(value = "1e-3", min = 0, max = 1, help = "rate")
            double rate,

            @Setting(value = "false", help = "flag", later = true)
            boolean flip,

            @Setting(value = "slow", help = "word") Pace pace,
            @Setting(value = "3", min = 0, help = "long") long seed) {}

    /** Words. */
    public enum Pace {
        SLOW,
        VERY_FAST
    }

    /** A choice of kinds. */
    public sealed interface Shape permits Round, Square {}

    /** One kind. */
    @Kind(value = "round", help = "has a radius")
    public record Round(
            @Setting(value = "2", min = 1, max = 9, help = "radius")
            int radius,

            @Setting(value = "7", min = 0, max = 99, help = "colour")
            int colour)
            implements Shape {}

    /** Another kind. */
    @Kind(value = "square", help = "has a side")
    public record Square(
            @Setting(value = "4", min = 1, max = 9, help = "side")
            int side,

            @Setting(value = "7", min = 0, max = 99, help = "colour")
            int colour)
            implements Shape {}

    @Test
    void defaultsAreWhatTheComponentsSay() {
        assertThat(SCHEMA.defaults())
                .isEqualTo(new Whole(List.of(64), new Part(1e-3, false, Pace.SLOW, 3), new Round(2, 7)));
    }

    @Test
    void assignmentsAndJsonGoThereAndBack() {
        Whole changed = SCHEMA.with(
                SCHEMA.defaults(),
                List.of("hidden-sizes=128, 64", "pace=VERY_FAST", "flip=true", "shape=square", "side = 5", "colour=8"));
        assertThat(changed)
                .isEqualTo(new Whole(List.of(128, 64), new Part(1e-3, true, Pace.VERY_FAST, 3), new Square(5, 8)));
        String text = Json.write(SCHEMA.toJson(changed));
        assertThat(text).contains("\"hidden_sizes\":[128,64]", "\"shape\":\"square\"", "\"pace\":\"very-fast\"");
        assertThat(SCHEMA.fromJson(JsonObject.of(Json.read(text, "x"), "x"))).isEqualTo(changed);
    }

    @Test
    void anotherKindKeepsWhatItHasInCommon() {
        Whole round = SCHEMA.with(SCHEMA.defaults(), List.of("radius=9", "colour=1"));
        assertThat(SCHEMA.with(round, "shape", "square").shape()).isEqualTo(new Square(4, 1));
    }

    @Test
    void onlyWhatCameLaterMayBeMissing() {
        Map<String, Object> json = SCHEMA.toJson(SCHEMA.defaults());
        json.remove("flip");
        assertThat(SCHEMA.fromJson(new JsonObject("old", json))).isEqualTo(SCHEMA.defaults());
        json.remove("rate");
        assertThatThrownBy(() -> SCHEMA.fromJson(new JsonObject("old", json)))
                .isInstanceOf(UserException.class)
                .hasMessage("old: expected a number under \"rate\", found none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        rat=1           | unknown setting "rat"; did you mean rate? known are hidden_sizes, rate, flip
        rate=2          | rate: expected 0 to 1, found 2
        seed=-1         | seed: expected at least 0, found -1
        hidden_sizes=0  | hidden_sizes: expected 1 to 4096, found 0
        hidden_sizes=1, | hidden_sizes: expected a whole number, or several as 128,64, found "1,"
        pace=slwo       | unknown pace "slwo"; did you mean slow? known are slow, very-fast
        shape=oval      | unknown shape "oval"; known are round, square
        side=3          | side: is a setting of square only
        flip=yes        | flip: expected true or false, found "yes"
        """)
    void nonsenseIsRefusedInOneLine(String assignment, String message) {
        assertThatThrownBy(() -> SCHEMA.with(SCHEMA.defaults(), List.of(assignment)))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void rowsSayWhatThereIs() {
        assertThat(SCHEMA.table().rows())
                .extracting(SettingTable.Row::key)
                .containsExactly("hidden_sizes", "rate", "flip", "pace", "seed", "shape", "radius", "colour", "side");
        assertThat(SCHEMA.table().rows())
                .contains(
                        new SettingTable.Row("radius", "2", "1 to 9", "radius", List.of("round")),
                        new SettingTable.Row("colour", "7", "0 to 99", "colour", List.of("round", "square")),
                        new SettingTable.Row(
                                "shape",
                                "round",
                                "round, square",
                                "round: has a radius; square: has a side",
                                List.of()));
    }
}
