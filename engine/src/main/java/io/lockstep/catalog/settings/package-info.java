/** The settings of an app: its {@code lockstep.properties}. */
@NullMarked
package io.lockstep.catalog.settings;

import org.jspecify.annotations.NullMarked;
