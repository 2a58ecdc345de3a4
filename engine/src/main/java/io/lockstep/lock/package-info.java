/** One holder at a time: the session lock, the lease, and the fence inside each transaction. */
@NullMarked
package io.lockstep.lock;

import org.jspecify.annotations.NullMarked;
