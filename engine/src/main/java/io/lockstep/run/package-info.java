/** The entry point of the library; executes plans under the lock. */
@NullMarked
package io.lockstep.run;

import org.jspecify.annotations.NullMarked;
