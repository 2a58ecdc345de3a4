/** A look at a database that may have nothing to do, on one session and without the lock. */
@NullMarked
package io.lockstep.run.glance;

import org.jspecify.annotations.NullMarked;
