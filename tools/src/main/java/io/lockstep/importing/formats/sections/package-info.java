/** Files that have both directions of a migration, taken apart at the tool's marks. */
@NullMarked
package io.lockstep.importing.formats.sections;

import org.jspecify.annotations.NullMarked;
