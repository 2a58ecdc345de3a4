/** Polling until a deadline: the output of changes, and the end of a command that gives up. */
@NullMarked
package io.lockstep.knative.polling;

import org.jspecify.annotations.NullMarked;
