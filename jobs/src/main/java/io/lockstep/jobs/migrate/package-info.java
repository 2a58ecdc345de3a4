/**
 * The commands that plan and migrate one database, their options, and how far a run is on a
 * terminal.
 */
@NullMarked
package io.lockstep.jobs.migrate;

import org.jspecify.annotations.NullMarked;
