package dev.azulejo.nn.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a record component a setting. Its key is the component's name in snake_case. The component is an {@code int}, a
 * {@code long}, a {@code double}, a {@code boolean}, an enum, or a {@code List<Integer>}, which is written {@code 64} or
 * {@code 128,64}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** {@return the default, as a user would type it} */
    String value();

    /** {@return the smallest number that is allowed} */
    double min() default Double.NEGATIVE_INFINITY;

    /** {@return the largest number that is allowed} */
    double max() default Double.POSITIVE_INFINITY;

    /** {@return the meaning, for the tables of the documentation: a phrase without a full stop} */
    String help();

    /**
     * Whether versions before this setting existed wrote files that are still read. A file without it has the default,
     * which must be what those versions did; a file without any other setting is damaged.
     *
     * @return true if it may be missing
     */
    boolean later() default false;
}
