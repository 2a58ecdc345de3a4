/**
 * The commands that read one database: its list, its status, and its differences from its history.
 */
@NullMarked
package io.lockstep.jobs.inspect;

import org.jspecify.annotations.NullMarked;
