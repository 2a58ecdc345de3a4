/** Writes into the database what a release waits for. It has no way to a migration. */
@NullMarked
package io.lockstep.knative.record;

import org.jspecify.annotations.NullMarked;
