/** The path of the history of runs for people. */
@NullMarked
package io.lockstep.functions.handler.timeline;

import org.jspecify.annotations.NullMarked;
