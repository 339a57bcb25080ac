/**
 * How a YAML config becomes a record, strictly: {@link org.reformatted.realign.config.Default} marks what may be left out, and every
 * problem is reported at once, with its line and a remedy.
 */
@NullMarked
package org.reformatted.realign.config;

import org.jspecify.annotations.NullMarked;
