/** Whose turn it is: the order of revisions and of the targets within one. */
@NullMarked
package io.lockstep.rollout;

import org.jspecify.annotations.NullMarked;
