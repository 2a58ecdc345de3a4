/** What a run is asked for, what it tells while it runs, its run log and its report. */
@NullMarked
package io.lockstep.run.report;

import org.jspecify.annotations.NullMarked;
