/** Placeholders such as {@code ${owner}} in scripts, by Flyway's rules. */
@NullMarked
package io.lockstep.placeholders;

import org.jspecify.annotations.NullMarked;
