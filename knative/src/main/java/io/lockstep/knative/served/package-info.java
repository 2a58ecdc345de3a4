/** The check of what a function serves over HTTP, without Kubernetes. */
@NullMarked
package io.lockstep.knative.served;

import org.jspecify.annotations.NullMarked;
