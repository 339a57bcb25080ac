/**
 * Realigns a data set on Apache Spark: rows are parted by their question, each part goes through the pipeline of one machine, and what the
 * parts wrote is put in the order of the input. Also scores and judges files of answers, and runs commands on executors. {@link SparkJobs} is the
 * program.
 */
@NullMarked
package org.reformatted.experiments.spark;

import org.jspecify.annotations.NullMarked;
