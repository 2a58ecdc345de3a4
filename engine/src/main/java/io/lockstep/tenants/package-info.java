/** Many databases or schemas with the same tables: reads and checks the list of them. */
@NullMarked
package io.lockstep.tenants;

import org.jspecify.annotations.NullMarked;
