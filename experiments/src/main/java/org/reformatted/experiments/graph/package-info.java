/**
 * The steps of an experiment: realign, each arm's data, finetune, evaluate, report.
 * {@link org.reformatted.experiments.graph.ExperimentGraph} makes them from a config; each calls one package's entry point and no other.
 */
@NullMarked
package org.reformatted.experiments.graph;

import org.jspecify.annotations.NullMarked;
