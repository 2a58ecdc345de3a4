/** Many databases with one schema: reads and checks the list of them. */
@NullMarked
package io.lockstep.tenants;

import org.jspecify.annotations.NullMarked;
