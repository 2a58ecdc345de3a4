/** The run log, for those who read it: which runs there were, and how they ended. */
@NullMarked
package io.lockstep.audit;

import org.jspecify.annotations.NullMarked;
