/**
 * A class for each path, named after it, with its answer; what can be asked is in {@code query}.
 */
@NullMarked
package io.lockstep.functions.handler;

import org.jspecify.annotations.NullMarked;
