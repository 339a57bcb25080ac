package org.reformatted.realign.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Former keys of a config record or a choice between records. A config that still uses one is read as if it had the new key, with a note. Several
 * marks of a type are applied in their order.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(FormerKey.All.class)
public @interface FormerKey {
    /**
     * Returns the former keys, relative to the type's map.
     *
     * @return dotted paths, such as {@code model.asks}
     */
    String[] from();

    /**
     * Returns the new key. {@code *} as its last part is replaced by the last part of the former key.
     *
     * @return a dotted path, such as {@code model.recording.file} or {@code endpoint.*}
     */
    String to();

    /** Several marks of one type. */
    @Documented
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {
        /**
         * Returns the marks.
         *
         * @return the marks in the order in which they are applied
         */
        FormerKey[] value();
    }
}
