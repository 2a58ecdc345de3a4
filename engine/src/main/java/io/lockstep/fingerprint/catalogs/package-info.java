/** What has changed in the system catalogs since a moment, found without describing anything. */
@NullMarked
package io.lockstep.fingerprint.catalogs;

import org.jspecify.annotations.NullMarked;
