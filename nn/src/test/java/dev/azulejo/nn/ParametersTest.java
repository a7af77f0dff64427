package dev.azulejo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.nn.message.UserException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private final Engine engine = new Engine(Backends.choose("scalar", 1));
    private final Initializer init = new Initializer(engine, 1);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void namesAreDottedPathsInOrderOfDescription() {
        Sequential inner =
                new Sequential().thenRelu(Conv2d.of(1, 2, 3, 1, 1, init)).then(Conv2d.of(2, 1, 1, 1, 0, init));
        Module model = into -> into.child("block", inner).state("seen", engine.state(Shape.SCALAR, 3));
        Parameters list = model.parameters();
        assertThat(list.all())
                .extracting(Parameter::name)
                .containsExactly("block.0.weight", "block.0.bias", "block.2.weight", "block.2.bias", "seen");
        assertThat(list.learned()).hasSize(4);
        assertThat(list.count()).isEqualTo(18 + 2 + 2 + 1);
        assertThat(list.get("block.2.bias").value().shape()).isEqualTo(Shape.of(1));
        assertThat(list.get("block.1.bias")).isNull();
        assertThat(list.get("seen").learned()).isFalse();
    }

    @Test
    void nameListedTwiceIsRefused() {
        Linear linear = Linear.of(1, 1, init);
        assertThatThrownBy(() -> new Parameters().child("a", linear).child("a", linear))
                .hasMessage("parameters: a.weight is listed twice");
    }

    @Test
    void eachParameterIsDrawnFromAStreamOfItsOwnBySeedAndOrder() {
        float[] first = Linear.of(4, 4, new Initializer(engine, 5)).weight().toArray();
        Initializer again = new Initializer(engine, 5);
        assertThat(Linear.of(4, 4, again).weight().toArray()).isEqualTo(first);
        assertThat(Linear.of(4, 4, again).weight().toArray()).isNotEqualTo(first);
        assertThat(Linear.of(4, 4, new Initializer(engine, 6)).weight().toArray())
                .isNotEqualTo(first);
    }

    @Test
    void messagesForUsersAreOneLine() {
        // A line break may be part of a file's name, so it is told rather than smoothed away.
        assertThat(new UserException("a\n  b\r\nc").getMessage()).isEqualTo("a\\n  b\\r\\nc");
    }
}
