package dev.azulejo.nn.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.nn.message.UserException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonProperties {
    @Property
    void whatIsWrittenReadsBackTheSame(@ForAll("values") Object value) {
        assertThat(Json.read(Json.write(value), "t")).isEqualTo(value);
        assertThat(Json.read(Json.writePretty(value), "t")).isEqualTo(value);
    }

    @Property
    void floatsKeepTheirBits(@ForAll float x) {
        double read = (Double) Json.read(Json.write(x), "t");
        assertThat(Float.floatToRawIntBits((float) read)).isEqualTo(Float.floatToRawIntBits(x));
    }

    @Property
    void anyTextIsReadOrRefusedInOneLine(@ForAll("nearJson") String text) {
        try {
            Object value = Json.read(text, "t");
            assertThat(Json.read(Json.write(value), "t")).isEqualTo(value);
        } catch (UserException e) {
            assertThat(e.getMessage()).doesNotContain("\n").startsWith("t: not valid JSON");
        }
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> plain = Arbitraries.oneOf(
                Arbitraries.longs().map(x -> (Object) x),
                Arbitraries.doubles().map(x -> (Object) x),
                Arbitraries.strings().map(x -> (Object) x),
                Arbitraries.strings().ascii().map(x -> (Object) x),
                Arbitraries.of(true, false).map(x -> (Object) x));
        return Arbitraries.recursive(
                () -> plain,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(4).map(x -> (Object) x),
                        Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), inner)
                                .ofMaxSize(4)
                                .map(x -> (Object) x)),
                0,
                3);
    }

    @Provide
    Arbitrary<String> nearJson() {
        return Arbitraries.of(
                        "{", "}", "[", "]", ",", ":", "\"a\"", "\"", "\\", "1", "-", ".", "e", "true", "null", " ",
                        "\n")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }
}
