/** Log lines on standard error, for people or as JSON, and the terminal that shows them. */
@NullMarked
package io.lockstep.program.logging;

import org.jspecify.annotations.NullMarked;
