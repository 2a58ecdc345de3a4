/** The questions that the paths answer: a class for each, named after its path. */
@NullMarked
package io.lockstep.functions.handler.query;

import org.jspecify.annotations.NullMarked;
