/** The database's state as Prometheus text, for those who turn it on. */
@NullMarked
package io.lockstep.functions.metrics;

import org.jspecify.annotations.NullMarked;
