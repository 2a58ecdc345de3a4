/** Takes over a database that another tool has brought to a version. */
@NullMarked
package io.lockstep.adopt;

import org.jspecify.annotations.NullMarked;
