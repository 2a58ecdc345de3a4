/** The content of a schema, as a value that can be stored and compared. */
@NullMarked
package io.lockstep.fingerprint;

import org.jspecify.annotations.NullMarked;
