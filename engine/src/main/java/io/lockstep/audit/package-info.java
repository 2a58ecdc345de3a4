/** The run log, for its readers: the runs, and how they ended. */
@NullMarked
package io.lockstep.audit;

import org.jspecify.annotations.NullMarked;
