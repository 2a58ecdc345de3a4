/** The state of the database, read once for all who ask at the same moment. */
@NullMarked
package io.lockstep.functions.snapshot;

import org.jspecify.annotations.NullMarked;
