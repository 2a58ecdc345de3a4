/** Sends the statements of a script, and describes how one failed. */
@NullMarked
package io.lockstep.run.statement;

import org.jspecify.annotations.NullMarked;
