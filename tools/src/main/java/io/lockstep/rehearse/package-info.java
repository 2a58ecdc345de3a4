/** Proves in scratch databases that a plan works and can be taken back. */
@NullMarked
package io.lockstep.rehearse;

import org.jspecify.annotations.NullMarked;
