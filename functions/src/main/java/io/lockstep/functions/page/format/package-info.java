/** Times and durations as the page shows them. */
@NullMarked
package io.lockstep.functions.page.format;

import org.jspecify.annotations.NullMarked;
