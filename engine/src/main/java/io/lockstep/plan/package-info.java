/** The steps from the database's present version to a target, or the reason why there are none. */
@NullMarked
package io.lockstep.plan;

import org.jspecify.annotations.NullMarked;
