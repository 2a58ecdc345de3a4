/** The functions over HTTP: which paths there are, what may be asked, and how it is answered. */
@NullMarked
package io.lockstep.functions.http;

import org.jspecify.annotations.NullMarked;
