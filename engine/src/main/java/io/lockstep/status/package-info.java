/** How far the database is from where it shall be, for whoever waits for it. */
@NullMarked
package io.lockstep.status;

import org.jspecify.annotations.NullMarked;
