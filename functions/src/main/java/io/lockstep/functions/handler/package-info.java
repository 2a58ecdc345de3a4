/** A class for each path, named after it, with what it is asked and what it answers. */
@NullMarked
package io.lockstep.functions.handler;

import org.jspecify.annotations.NullMarked;
