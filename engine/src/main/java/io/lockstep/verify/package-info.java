/** Whether a database is what its history says. */
@NullMarked
package io.lockstep.verify;

import org.jspecify.annotations.NullMarked;
