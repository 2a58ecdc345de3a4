/**
 * Spring Cloud Functions that show the applied migrations and the plan to a target. They can only
 * read.
 */
@NullMarked
package io.lockstep.functions;

import org.jspecify.annotations.NullMarked;
