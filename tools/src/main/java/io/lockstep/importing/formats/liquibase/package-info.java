/** Liquibase's changelogs: in XML, YAML and JSON, and the SQL files that they reach. */
@NullMarked
package io.lockstep.importing.formats.liquibase;

import org.jspecify.annotations.NullMarked;
