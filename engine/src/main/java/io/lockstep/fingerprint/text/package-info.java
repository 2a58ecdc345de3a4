/** How two definitions of an object are compared, and shown to a person. */
@NullMarked
package io.lockstep.fingerprint.text;

import org.jspecify.annotations.NullMarked;
