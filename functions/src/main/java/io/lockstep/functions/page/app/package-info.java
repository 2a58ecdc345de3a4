/** One app on the page: its migrations as rows, and the way to each version. */
@NullMarked
package io.lockstep.functions.page.app;

import org.jspecify.annotations.NullMarked;
