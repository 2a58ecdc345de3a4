/** Turns a plan into SQL: executes its steps, one transaction each, and records them. */
@NullMarked
package io.lockstep.run.step;

import org.jspecify.annotations.NullMarked;
