/** Lockstep's own tables, and the rights that it needs. */
@NullMarked
package io.lockstep.schema;

import org.jspecify.annotations.NullMarked;
