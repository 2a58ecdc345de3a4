/** The programs that Jobs and people run: functions for the work, commands that call them. */
@NullMarked
package io.lockstep.jobs;

import org.jspecify.annotations.NullMarked;
