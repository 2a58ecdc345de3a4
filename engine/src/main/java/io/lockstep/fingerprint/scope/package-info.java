/** Which schemas and objects of a database belong to a release, and which are left out. */
@NullMarked
package io.lockstep.fingerprint.scope;

import org.jspecify.annotations.NullMarked;
