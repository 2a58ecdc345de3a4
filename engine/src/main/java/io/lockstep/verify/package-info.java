/** Compares a database with its history. */
@NullMarked
package io.lockstep.verify;

import org.jspecify.annotations.NullMarked;
