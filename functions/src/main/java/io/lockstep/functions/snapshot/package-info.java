/** What one look at the database found, shared by all who ask at the same moment. */
@NullMarked
package io.lockstep.functions.snapshot;

import org.jspecify.annotations.NullMarked;
