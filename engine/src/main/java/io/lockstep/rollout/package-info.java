/** The order of a release's rollouts, and of the targets within one. */
@NullMarked
package io.lockstep.rollout;

import org.jspecify.annotations.NullMarked;
