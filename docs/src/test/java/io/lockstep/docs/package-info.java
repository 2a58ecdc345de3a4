/** Holds what the documents and workflows say against what is there. */
@NullMarked
package io.lockstep.docs;

import org.jspecify.annotations.NullMarked;
