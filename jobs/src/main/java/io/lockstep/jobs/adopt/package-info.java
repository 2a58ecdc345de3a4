/**
 * The commands that bring migrations in: new ones, those of other tools, and what those have
 * applied.
 */
@NullMarked
package io.lockstep.jobs.adopt;

import org.jspecify.annotations.NullMarked;
