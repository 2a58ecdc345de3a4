/**
 * The program {@code lockstep knative}: a Knative service's URL, whether it is ready, and what it
 * serves. Of Lockstep it uses what every program shares, and what a target is; HTTP is all that it
 * shares with what it looks at.
 */
@NullMarked
package io.lockstep.knative;

import org.jspecify.annotations.NullMarked;
