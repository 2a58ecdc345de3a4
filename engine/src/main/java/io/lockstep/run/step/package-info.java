/** Executes the steps of a plan as SQL, in one transaction each, and records them. */
@NullMarked
package io.lockstep.run.step;

import org.jspecify.annotations.NullMarked;
