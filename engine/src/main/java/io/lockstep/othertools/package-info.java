/** Knows other migration tools by their tables, and reads what these say. */
@NullMarked
package io.lockstep.othertools;

import org.jspecify.annotations.NullMarked;
