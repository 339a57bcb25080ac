/**
 * Reads YAML configs to records, strictly: {@link org.reformatted.realign.config.Default} marks components that may be left out, and all problems are
 * reported together, each with its line and a remedy.
 */
@NullMarked
package org.reformatted.realign.config;

import org.jspecify.annotations.NullMarked;
