/** Compares a database with its history, and keeps how it ended. */
@NullMarked
package io.lockstep.verify;

import org.jspecify.annotations.NullMarked;
