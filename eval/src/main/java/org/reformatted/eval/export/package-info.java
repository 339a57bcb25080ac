/**
 * Exports predictions and results to the file formats of other projects: {@link org.reformatted.eval.export.Exports}.
 */
@NullMarked
package org.reformatted.eval.export;

import org.jspecify.annotations.NullMarked;
