/** The steps of the runs, for their readers. */
@NullMarked
package io.lockstep.audit.step;

import org.jspecify.annotations.NullMarked;
