/** Records migrations that another tool has applied. */
@NullMarked
package io.lockstep.run.baseline;

import org.jspecify.annotations.NullMarked;
