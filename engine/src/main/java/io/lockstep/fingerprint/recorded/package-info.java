/** The fingerprint that a run has left, kept in the database. */
@NullMarked
package io.lockstep.fingerprint.recorded;

import org.jspecify.annotations.NullMarked;
