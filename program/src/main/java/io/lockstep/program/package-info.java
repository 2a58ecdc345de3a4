/**
 * The parts that every program of Lockstep shares: settings from the environment, options, log
 * lines, errors.
 */
@NullMarked
package io.lockstep.program;

import org.jspecify.annotations.NullMarked;
