/**
 * Finished and running experiments as folders: {@link org.reformatted.experiments.runs.RunFolder} reads one; others list, compare, clean, archive and watch
 * them. Needs neither config nor data.
 */
@NullMarked
package org.reformatted.experiments.runs;

import org.jspecify.annotations.NullMarked;
