/** A class for each path, named after it, with its question and its answer. */
@NullMarked
package io.lockstep.functions.handler;

import org.jspecify.annotations.NullMarked;
