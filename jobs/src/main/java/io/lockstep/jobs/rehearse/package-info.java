/** The command that tries a plan in scratch databases, and what it prints for people and for CI. */
@NullMarked
package io.lockstep.jobs.rehearse;

import org.jspecify.annotations.NullMarked;
