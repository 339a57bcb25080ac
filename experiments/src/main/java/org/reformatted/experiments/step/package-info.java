/**
 * A graph of steps whose results are kept by fingerprint: {@link org.reformatted.experiments.step.StepRunner} runs what is not there
 * yet, {@link org.reformatted.experiments.step.Plan} says beforehand what that is and why. Independent of models and data.
 */
@NullMarked
package org.reformatted.experiments.step;

import org.jspecify.annotations.NullMarked;
