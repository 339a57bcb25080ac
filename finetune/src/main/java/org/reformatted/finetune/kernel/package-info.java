/**
 * TorchScript kept as text and run through DJL: {@link org.reformatted.finetune.kernel.Kernel} packs a source file of the resources into
 * an archive and calls it. Uses DJL PyTorch.
 */
@NullMarked
package org.reformatted.finetune.kernel;

import org.jspecify.annotations.NullMarked;
