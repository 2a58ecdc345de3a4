/** The migrations on disk: apps, their scripts, and the directives in the scripts. */
@NullMarked
package io.lockstep.catalog;

import org.jspecify.annotations.NullMarked;
