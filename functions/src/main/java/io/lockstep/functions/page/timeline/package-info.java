/** The history of runs: a bar and a row for each, and the steps of one. */
@NullMarked
package io.lockstep.functions.page.timeline;

import org.jspecify.annotations.NullMarked;
