/** Whether the database is where this revision wants it. */
@NullMarked
package io.lockstep.functions.ready;

import org.jspecify.annotations.NullMarked;
