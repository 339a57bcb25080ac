package org.reformatted.realign.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of a config record that changes how a result is computed, but not the result: threads, limits, prices, intervals of saving. It is
 * not part of the fingerprint. On a component that is a record, the mark applies to all of that record.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Operational {}
