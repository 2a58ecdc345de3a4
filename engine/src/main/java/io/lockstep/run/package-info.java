/** Carrying out a plan under the lock, and the audit of it. */
@NullMarked
package io.lockstep.run;

import org.jspecify.annotations.NullMarked;
