/** The request of a run, its events, its run log and its report. */
@NullMarked
package io.lockstep.run.report;

import org.jspecify.annotations.NullMarked;
