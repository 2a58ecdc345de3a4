/** Recognizes other migration tools by their tables, and reads those. */
@NullMarked
package io.lockstep.othertools;

import org.jspecify.annotations.NullMarked;
