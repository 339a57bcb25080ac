/**
 * Realigns an instruction set: {@link org.reformatted.realign.pipeline.RealignPipeline} reads, rewrites, filters and writes one row at a time. Uses
 * every other package of this module.
 */
@NullMarked
package org.reformatted.realign.pipeline;

import org.jspecify.annotations.NullMarked;
