/** Connections to PostgreSQL, and what they are opened with. */
@NullMarked
package io.lockstep.database;

import org.jspecify.annotations.NullMarked;
