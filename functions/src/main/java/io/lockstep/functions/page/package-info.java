/** The migration list for people: one HTML page, readable without JavaScript. */
@NullMarked
package io.lockstep.functions.page;

import org.jspecify.annotations.NullMarked;
