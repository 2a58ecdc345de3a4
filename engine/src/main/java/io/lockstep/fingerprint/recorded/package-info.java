/** The fingerprint that a run has left, kept in the database unit by unit. */
@NullMarked
package io.lockstep.fingerprint.recorded;

import org.jspecify.annotations.NullMarked;
