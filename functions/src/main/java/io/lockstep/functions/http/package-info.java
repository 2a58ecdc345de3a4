/** The functions over HTTP: paths, questions, content negotiation and errors. */
@NullMarked
package io.lockstep.functions.http;

import org.jspecify.annotations.NullMarked;
