/** The migrations on disk: apps, their scripts, and what the scripts say about themselves. */
@NullMarked
package io.lockstep.catalog;

import org.jspecify.annotations.NullMarked;
