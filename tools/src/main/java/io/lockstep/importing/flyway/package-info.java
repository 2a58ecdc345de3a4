/** What Flyway's own settings, and the placeholders in its scripts, become. */
@NullMarked
package io.lockstep.importing.flyway;

import org.jspecify.annotations.NullMarked;
