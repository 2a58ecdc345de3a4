/** What tools print whose migrations are programs: the SQL that these run. */
@NullMarked
package io.lockstep.importing.formats.printed;

import org.jspecify.annotations.NullMarked;
