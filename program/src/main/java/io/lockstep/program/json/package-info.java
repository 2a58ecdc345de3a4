/** How every program writes JSON. */
@NullMarked
package io.lockstep.program.json;

import org.jspecify.annotations.NullMarked;
