/**
 * The program {@code lockstep knative}: a Knative service's URL, whether it is ready, and what it
 * serves; and whether workloads are rolled out. Of Lockstep it uses what every program shares, what
 * a target is, and the row that shows a wait; HTTP is all that it shares with what it looks at.
 */
@NullMarked
package io.lockstep.knative;

import org.jspecify.annotations.NullMarked;
