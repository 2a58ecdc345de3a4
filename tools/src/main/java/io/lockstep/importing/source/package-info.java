/**
 * The folder and files of another tool, and what a format has found in them. A {@link
 * io.lockstep.importing.source.Note} tells of each part that is not kept.
 */
@NullMarked
package io.lockstep.importing.source;

import org.jspecify.annotations.NullMarked;
