/** Lockstep on a PostgreSQL of its own, for a first look; not part of the image. */
@NullMarked
package io.lockstep.demo;

import org.jspecify.annotations.NullMarked;
