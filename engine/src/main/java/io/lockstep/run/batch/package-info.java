/** A step that runs in batches: their size, the pauses between them, and what is told of them. */
@NullMarked
package io.lockstep.run.batch;

import org.jspecify.annotations.NullMarked;
