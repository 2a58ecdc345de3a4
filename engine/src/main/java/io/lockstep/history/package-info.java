/**
 * The applied migrations as the database has them: Flyway's history tables and our undo scripts.
 */
@NullMarked
package io.lockstep.history;

import org.jspecify.annotations.NullMarked;
