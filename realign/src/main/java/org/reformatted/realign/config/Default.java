package org.reformatted.realign.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a config record's component when the config leaves it out, written as YAML: {@code @Default("[0.9, 0.95]")}. A component without this
 * mark is required, unless it is an {@link java.util.Optional}.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Default {
    /**
     * Returns the value as YAML.
     *
     * @return the YAML text
     */
    String value();
}
