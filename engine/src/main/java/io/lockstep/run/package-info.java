/** Carrying out a plan under the lock, and the run log of it. */
@NullMarked
package io.lockstep.run;

import org.jspecify.annotations.NullMarked;
