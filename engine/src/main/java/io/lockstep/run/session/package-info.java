/** The session that a run works on; it commits there only with the lock. */
@NullMarked
package io.lockstep.run.session;

import org.jspecify.annotations.NullMarked;
