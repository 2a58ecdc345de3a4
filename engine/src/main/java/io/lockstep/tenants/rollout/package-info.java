/** Migrates or verifies many databases, canaries first. */
@NullMarked
package io.lockstep.tenants.rollout;

import org.jspecify.annotations.NullMarked;
