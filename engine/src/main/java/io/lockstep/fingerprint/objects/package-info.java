/** Describes the objects of schemas by queries of the system catalogs. */
@NullMarked
package io.lockstep.fingerprint.objects;

import org.jspecify.annotations.NullMarked;
