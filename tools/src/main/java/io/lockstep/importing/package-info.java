/**
 * Makes an app's folder from another tool's migrations, all files or none. {@code formats} reads
 * what the tool has, and {@code source} holds what was read.
 */
@NullMarked
package io.lockstep.importing;

import org.jspecify.annotations.NullMarked;
