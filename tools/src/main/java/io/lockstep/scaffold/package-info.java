/** Begins a new migration: the next version's script and its undo script, as drafts. */
@NullMarked
package io.lockstep.scaffold;

import org.jspecify.annotations.NullMarked;
