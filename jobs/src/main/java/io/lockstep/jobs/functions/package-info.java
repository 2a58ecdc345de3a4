/** The work as Spring Cloud Functions, and what they are called with. */
@NullMarked
package io.lockstep.jobs.functions;

import org.jspecify.annotations.NullMarked;
