/** Connections to PostgreSQL and Lockstep's own tables in it. */
@NullMarked
package io.lockstep.database;

import org.jspecify.annotations.NullMarked;
