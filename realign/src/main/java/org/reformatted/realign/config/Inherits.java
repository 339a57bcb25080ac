package org.reformatted.realign.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component with named variants of another component: each variant inherits the values that it leaves out, so that a config contains only the
 * differences. An empty value ({@code evidence:} or {@code evidence: null}) leaves an optional part out.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Inherits {
    /**
     * Returns the component from which the variants inherit.
     *
     * @return its name in the same record
     */
    String value();
}
