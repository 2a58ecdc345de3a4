/**
 * The program {@code lockstep knative}: a Knative service's URL, whether it is ready, and what it
 * serves. It knows nothing of Lockstep's other modules; HTTP is all they share.
 */
@NullMarked
package io.lockstep.knative;

import org.jspecify.annotations.NullMarked;
