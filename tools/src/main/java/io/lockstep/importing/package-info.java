/**
 * Makes an app's folder from another tool's migrations: a {@link
 * io.lockstep.importing.SourceFormat} reads what they are, {@link io.lockstep.importing.Numbering}
 * names them, {@link io.lockstep.importing.OwnTransaction} takes their BEGIN and COMMIT away, and
 * {@link io.lockstep.importing.AppFolder} writes them, all or none. What could not be kept is a
 * {@link io.lockstep.importing.Note}.
 */
@NullMarked
package io.lockstep.importing;

import org.jspecify.annotations.NullMarked;
