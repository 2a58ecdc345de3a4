/** Many databases with one schema: which there are, whose turn it is, and how each has fared. */
@NullMarked
package io.lockstep.tenants;

import org.jspecify.annotations.NullMarked;
