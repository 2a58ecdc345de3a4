/** How far a statement is that takes long, as PostgreSQL tells it. */
@NullMarked
package io.lockstep.progress;

import org.jspecify.annotations.NullMarked;
