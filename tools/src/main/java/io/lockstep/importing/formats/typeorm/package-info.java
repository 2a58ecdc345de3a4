/** TypeORM's migrations: the SQL that their classes hold. */
@NullMarked
package io.lockstep.importing.formats.typeorm;

import org.jspecify.annotations.NullMarked;
