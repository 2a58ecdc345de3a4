/** Plans against a database, and has the checks that a plan must pass before a step runs. */
@NullMarked
package io.lockstep.plan.check;

import org.jspecify.annotations.NullMarked;
