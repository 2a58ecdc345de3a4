/** What the database says was applied: Flyway's history tables and our stored undo scripts. */
@NullMarked
package io.lockstep.history;

import org.jspecify.annotations.NullMarked;
