/**
 * The report of an experiment: {@link org.reformatted.experiments.report.ReportWriter} creates tables, charts and pages from finished artifacts. It
 * reads only artifacts; nothing is computed twice and no model is called.
 */
@NullMarked
package org.reformatted.experiments.report;

import org.jspecify.annotations.NullMarked;
