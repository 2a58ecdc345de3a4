/**
 * Spring Cloud Functions that show what is applied and what a target would take. They can only
 * read.
 */
@NullMarked
package io.lockstep.functions;

import org.jspecify.annotations.NullMarked;
