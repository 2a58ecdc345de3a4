/** The commands for many databases with one schema. */
@NullMarked
package io.lockstep.jobs.tenants;

import org.jspecify.annotations.NullMarked;
