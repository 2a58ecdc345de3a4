/** The database's distance from its targets, for programs that wait for it. */
@NullMarked
package io.lockstep.status;

import org.jspecify.annotations.NullMarked;
