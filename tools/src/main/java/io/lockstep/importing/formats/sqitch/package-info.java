/** Sqitch's projects: the plan, and the scripts that it names. */
@NullMarked
package io.lockstep.importing.formats.sqitch;

import org.jspecify.annotations.NullMarked;
