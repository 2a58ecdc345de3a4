/** Reads scripts as psql does: the beginning, end and kind of each statement. */
@NullMarked
package io.lockstep.script;

import org.jspecify.annotations.NullMarked;
