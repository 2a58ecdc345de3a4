/** Every app and migration with its state, for people and programs. */
@NullMarked
package io.lockstep.listing;

import org.jspecify.annotations.NullMarked;
