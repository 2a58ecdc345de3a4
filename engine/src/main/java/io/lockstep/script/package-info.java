/** Scripts as psql reads them: where each statement begins and ends, and what it is. */
@NullMarked
package io.lockstep.script;

import org.jspecify.annotations.NullMarked;
