package org.reformatted.realign.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component that holds named variants of another component: each variant takes what it leaves out from there, so that a config
 * states the differences alone. An empty value ({@code evidence:} or {@code evidence: null}) leaves an optional part out.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Inherits {
    /**
     * The component that the variants differ from.
     *
     * @return its name, in the same record
     */
    String value();
}
