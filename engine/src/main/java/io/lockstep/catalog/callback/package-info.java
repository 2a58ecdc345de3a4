/** Flyway's callbacks: their events, and what their files are named. */
@NullMarked
package io.lockstep.catalog.callback;

import org.jspecify.annotations.NullMarked;
