/**
 * A graph of steps whose results are kept by fingerprint: {@link org.reformatted.experiments.workflow.StepRunner} runs what is not there
 * yet, {@link org.reformatted.experiments.workflow.Plan} says beforehand what that is and why. Independent of models and data.
 */
@NullMarked
package org.reformatted.experiments.workflow;

import org.jspecify.annotations.NullMarked;
