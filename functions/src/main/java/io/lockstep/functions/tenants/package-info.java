/** Where many databases with one schema are, read a few at a time and shared by all who ask. */
@NullMarked
package io.lockstep.functions.tenants;

import org.jspecify.annotations.NullMarked;
