/**
 * The definition of an experiment as records: {@code ExperimentConfig}, and the folders in which its data and models are searched.
 */
@NullMarked
package org.reformatted.experiments.config;

import org.jspecify.annotations.NullMarked;
