/** From where the database is to a target: the ordered steps, or the reason why it cannot be. */
@NullMarked
package io.lockstep.plan;

import org.jspecify.annotations.NullMarked;
