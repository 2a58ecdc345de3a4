/** The database's state as Prometheus text, where it is turned on. */
@NullMarked
package io.lockstep.functions.metrics;

import org.jspecify.annotations.NullMarked;
