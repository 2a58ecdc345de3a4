/** The states of many databases with one schema, read a few at a time for all who ask. */
@NullMarked
package io.lockstep.functions.tenants;

import org.jspecify.annotations.NullMarked;
