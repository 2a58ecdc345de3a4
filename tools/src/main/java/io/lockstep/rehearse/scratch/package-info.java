/**
 * Databases for trials: on the configured server or an embedded one, prepared by the user's script
 * or as a copy of the configured database's schema, and dropped at the end.
 */
@NullMarked
package io.lockstep.rehearse.scratch;

import org.jspecify.annotations.NullMarked;
