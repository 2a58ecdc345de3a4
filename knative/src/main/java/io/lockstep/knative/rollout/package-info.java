/** The wait until workloads are rolled out and no pod of an older version is left. */
@NullMarked
package io.lockstep.knative.rollout;

import org.jspecify.annotations.NullMarked;
