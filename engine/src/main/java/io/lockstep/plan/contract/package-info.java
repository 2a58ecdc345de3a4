/**
 * Contract steps: what a plan leaves for the time when the pods of the application's other version
 * are gone.
 */
@NullMarked
package io.lockstep.plan.contract;

import org.jspecify.annotations.NullMarked;
