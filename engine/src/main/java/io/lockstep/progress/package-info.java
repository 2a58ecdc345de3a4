/** The progress of a long statement, as PostgreSQL reports it. */
@NullMarked
package io.lockstep.progress;

import org.jspecify.annotations.NullMarked;
