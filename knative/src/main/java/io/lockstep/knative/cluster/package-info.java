/** A Knative service as Kubernetes and its pods describe it, and the wait until it is ready. */
@NullMarked
package io.lockstep.knative.cluster;

import org.jspecify.annotations.NullMarked;
