/** The targets that a user asks for: an app and the version it must have. */
@NullMarked
package io.lockstep.targets;

import org.jspecify.annotations.NullMarked;
