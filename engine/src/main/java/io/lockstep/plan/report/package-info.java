/** Plans as they are shown, with the version at which their way back ends. */
@NullMarked
package io.lockstep.plan.report;

import org.jspecify.annotations.NullMarked;
