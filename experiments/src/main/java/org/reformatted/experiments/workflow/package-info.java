/**
 * A graph of steps whose results are stored by fingerprint. {@link org.reformatted.experiments.workflow.StepRunner} runs the steps without a stored
 * result; {@link org.reformatted.experiments.workflow.Plan} lists them in advance, with the reasons. This package does not depend on models and data.
 */
@NullMarked
package org.reformatted.experiments.workflow;

import org.jspecify.annotations.NullMarked;
