/** The file formats of other tools, each read as the tool itself reads it. */
@NullMarked
package io.lockstep.importing.formats;

import org.jspecify.annotations.NullMarked;
