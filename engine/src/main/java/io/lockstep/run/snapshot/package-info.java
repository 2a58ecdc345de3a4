/** Reads a database in one snapshot, without the lock. */
@NullMarked
package io.lockstep.run.snapshot;

import org.jspecify.annotations.NullMarked;
