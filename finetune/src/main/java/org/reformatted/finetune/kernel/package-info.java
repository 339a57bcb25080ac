/**
 * Runs TorchScript sources through DJL: {@link org.reformatted.finetune.kernel.Kernel} packs a resource file into a TorchScript archive and calls its
 * methods. Uses DJL PyTorch.
 */
@NullMarked
package org.reformatted.finetune.kernel;

import org.jspecify.annotations.NullMarked;
