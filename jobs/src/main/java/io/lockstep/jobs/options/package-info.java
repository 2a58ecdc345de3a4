/** The options that every command has. */
@NullMarked
package io.lockstep.jobs.options;

import org.jspecify.annotations.NullMarked;
