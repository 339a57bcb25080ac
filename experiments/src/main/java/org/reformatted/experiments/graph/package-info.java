/**
 * The steps of an experiment: realign, each arm's data, finetune, evaluate, report.
 * {@link org.reformatted.experiments.graph.ExperimentGraph} creates them from a config; each step calls the entry point of exactly one package.
 */
@NullMarked
package org.reformatted.experiments.graph;

import org.jspecify.annotations.NullMarked;
