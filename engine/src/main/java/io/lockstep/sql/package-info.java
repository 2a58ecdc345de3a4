/** SQL as text: names, literals, error codes, and the simple query protocol. */
@NullMarked
package io.lockstep.sql;

import org.jspecify.annotations.NullMarked;
