/** Executes plans on a scratch database, as a run does on a real one. */
@NullMarked
package io.lockstep.run.scratch;

import org.jspecify.annotations.NullMarked;
