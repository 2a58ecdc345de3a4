/** How connections are encrypted, and how each side knows the other. */
@NullMarked
package io.lockstep.database.tls;

import org.jspecify.annotations.NullMarked;
