package org.reformatted.realign.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of a config record that names a file or folder to read. The hash of its content is part of the fingerprint; its path is not.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface InputFile {
    /**
     * Returns the folder in which a relative path is searched; the data root by default.
     *
     * @return the root
     */
    Root value() default Root.DATA;

    /** The folders in which the files that configs name are searched. */
    enum Root {
        /** The data root. */
        DATA,
        /** The model root. */
        MODEL
    }
}
