/** What a script empties, and what a step locks. */
@NullMarked
package io.lockstep.rehearse.effect;

import org.jspecify.annotations.NullMarked;
