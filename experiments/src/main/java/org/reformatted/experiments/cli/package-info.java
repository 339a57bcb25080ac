/**
 * The commands of {@code scripts/harness}, one class each; {@link org.reformatted.experiments.cli.Harness} is the program. Only results are written
 * to standard output, everything else to standard error.
 */
@NullMarked
package org.reformatted.experiments.cli;

import org.jspecify.annotations.NullMarked;
