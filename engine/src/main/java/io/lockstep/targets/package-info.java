/** What a user asks for: an app and the version it shall be at. */
@NullMarked
package io.lockstep.targets;

import org.jspecify.annotations.NullMarked;
