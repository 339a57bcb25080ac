/**
 * Realigns a data set on Apache Spark: rows are split by their question, each part runs through the pipeline of one machine, and the results of the
 * parts are put in the order of the input. The package also scores and judges files of answers, and runs commands on executors. {@link SparkJobs} is
 * the program.
 */
@NullMarked
package org.reformatted.experiments.spark;

import org.jspecify.annotations.NullMarked;
