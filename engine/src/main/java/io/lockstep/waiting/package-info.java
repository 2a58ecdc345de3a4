/** What the contract steps of a release wait for: written by who waits, read by who shows it. */
@NullMarked
package io.lockstep.waiting;

import org.jspecify.annotations.NullMarked;
