/** What a schema looks like, as a value that can be kept and compared. */
@NullMarked
package io.lockstep.fingerprint;

import org.jspecify.annotations.NullMarked;
