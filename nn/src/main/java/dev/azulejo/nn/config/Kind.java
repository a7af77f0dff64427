package dev.azulejo.nn.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a record that is one of several kinds of configuration. A component whose type is a sealed interface of such
 * records is a setting too: its value is the name of a kind, and the settings of that kind stand beside it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Kind {
    /** {@return the name, as a user types it, in lower case} */
    String value();

    /** {@return the meaning, for the tables of the documentation: a phrase without a full stop} */
    String help();
}
