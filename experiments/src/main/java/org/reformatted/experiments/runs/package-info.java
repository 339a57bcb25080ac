/**
 * Finished and running experiments as folders: {@link org.reformatted.experiments.runs.RunFolder} reads one folder; other classes list, compare,
 * clean, archive and watch experiments. The package needs neither config nor data.
 */
@NullMarked
package org.reformatted.experiments.runs;

import org.jspecify.annotations.NullMarked;
