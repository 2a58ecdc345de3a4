/**
 * Makes an app's folder from another tool's migrations: a {@link
 * io.lockstep.importing.SourceFormat} reads them, {@link io.lockstep.importing.Numbering} names
 * them, {@link io.lockstep.importing.OwnTransaction} removes their BEGIN and COMMIT, and {@link
 * io.lockstep.importing.AppFolder} writes them, all or none. Each part that could not be kept is a
 * {@link io.lockstep.importing.Note}.
 */
@NullMarked
package io.lockstep.importing;

import org.jspecify.annotations.NullMarked;
