/** SQL files whose names begin with a number, of tools that have no format of their own. */
@NullMarked
package io.lockstep.importing.formats.numbered;

import org.jspecify.annotations.NullMarked;
